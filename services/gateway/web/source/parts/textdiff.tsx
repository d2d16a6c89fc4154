// SPDX-License-Identifier: MIT
import { difference } from "./diff.ts";
import { useParts } from "./provider.tsx";

/** Word by word: written underlined, struck through what is gone. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  const { words } = useParts();
  let at = 0;
  return (
    <span className="text-diff">
      {difference(before, after).map((piece) => {
        const key = `${piece.kind} ${at++}`;
        if (piece.kind === "same") return <span key={key}>{piece.text}</span>;
        if (piece.kind === "in") return <ins key={key}>{piece.text}</ins>;
        return (
          <del key={key}>
            <span className="reader">{words("parts.struck")} </span>
            {piece.text}
          </del>
        );
      })}
    </span>
  );
}
