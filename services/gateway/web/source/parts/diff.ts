// SPDX-License-Identifier: MIT
export interface Piece {
  kind: "same" | "in" | "out";
  text: string;
}

/** Words and the spaces between them; a sign of Han is a word of its own. */
export function pieces(text: string): string[] {
  return text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+|\s+/gu) ?? [];
}

type Step = [Piece["kind"], string];

/** The way from one list of words to the other with the longest part in common. */
function steps(before: readonly string[], after: readonly string[]): Step[] {
  const [rows, columns] = [before.length, after.length];
  if (rows * columns > 4_000_000) return [...before.map((w): Step => ["out", w]), ...after.map((w): Step => ["in", w])];
  const length = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (row: number, column: number) => length[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; --row) {
    const line = length[row];
    if (!line) continue;
    for (let column = columns - 1; column >= 0; --column) {
      line[column] = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const made: Step[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[row] === after[column]) {
      made.push(["same", before[row] ?? ""]);
      ++row;
      ++column;
    } else if (row < rows && (column === columns || at(row + 1, column) >= at(row, column + 1))) made.push(["out", before[row++] ?? ""]);
    else made.push(["in", after[column++] ?? ""]);
  }
  return made;
}

/** What was struck and what was written, word by word. */
export function difference(before: string, after: string): Piece[] {
  const found: Piece[] = [];
  for (const [kind, text] of steps(pieces(before), pieces(after))) {
    const last = found[found.length - 1];
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}

interface Edit {
  from: number;
  to: number;
  text: string[];
}

function edits(before: readonly string[], after: readonly string[]): Edit[] {
  const found: Edit[] = [];
  let place = 0;
  let open: Edit | undefined;
  for (const [kind, text] of steps(before, after)) {
    if (kind === "same") {
      open = undefined;
      ++place;
      continue;
    }
    if (!open) {
      open = { from: place, to: place, text: [] };
      found.push(open);
    }
    if (kind === "in") open.text.push(text);
    else open.to = ++place;
  }
  return found;
}

const overlap = (a: Edit, b: Edit) => a.from < b.to && b.from < a.to;

/** Both texts joined: the edits of each where they do not meet, theirs before mine where they do. */
export function joined(opened: string, theirs: string, mine: string): string {
  const base = pieces(opened);
  const [left, right] = [edits(base, pieces(theirs)), edits(base, pieces(mine))];
  if (left.some((one) => right.some((other) => overlap(one, other)))) {
    return theirs === mine ? mine : `${theirs.trimEnd()}\n\n${mine}`;
  }
  const all = [...left, ...right].sort((a, b) => a.from - b.from || a.to - b.to);
  const words: string[] = [];
  let place = 0;
  for (const edit of all) {
    words.push(...base.slice(place, edit.from), ...edit.text);
    place = Math.max(place, edit.to);
  }
  return [...words, ...base.slice(place)].join("");
}
