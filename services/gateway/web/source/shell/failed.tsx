// SPDX-License-Identifier: MIT
import { Problem } from "../base/problem.ts";
import type { Words } from "../base/words.ts";
import { ErrorBox } from "../parts/empty.tsx";
import { SignSheet } from "../parts/sheet.tsx";

/// The gateway does not answer, or not as it should: nothing can be shown.
export function Failed({ words, error, onAgain }: { words: Words; error: unknown; onAgain(): void }) {
  const problem = error instanceof Problem ? error : undefined;
  return (
    <SignSheet title="Rapport">
      <ErrorBox title={words.word(problem?.status === 0 ? "shell.unreachable" : "shell.failed")} onAgain={onAgain} trace={problem?.trace}>
        {problem?.status === 0 ? words.word("shell.unreachable_help") : problem?.message}
      </ErrorBox>
    </SignSheet>
  );
}
