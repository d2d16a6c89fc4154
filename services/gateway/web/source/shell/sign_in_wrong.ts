// SPDX-License-Identifier: MIT
import type { Problem } from "../base/problem.ts";
import type { Words } from "../base/words.ts";

export function wrong(words: Words, problem: Problem): string {
  if (problem.status === 401) return words.word("sign_in.wrong");
  if (problem.status === 429) return words.word("sign_in.too_many");
  return problem.status === 0 ? words.word("shell.unreachable") : words.word("sign_in.failed", { detail: problem.message });
}
