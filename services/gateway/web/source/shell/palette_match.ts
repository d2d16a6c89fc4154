// SPDX-License-Identifier: MIT
/// Whether a label is meant by what was typed: each of its words somewhere, however it is capitalised.
export function matches(label: string, text: string): boolean {
  const low = label.toLowerCase();
  return wordsOf(text).every((word) => low.includes(word));
}

/// Where in the label the words are.
export function hitsOf(label: string, text: string): [number, number][] {
  const low = label.toLowerCase();
  if (low.length !== label.length) return [];
  const hits = wordsOf(text).flatMap((word): [number, number][] => {
    const at = low.indexOf(word);
    return at < 0 ? [] : [[at, at + word.length]];
  });
  return hits.sort((a, b) => a[0] - b[0]).filter(([from], place, all) => place === 0 || from >= (all[place - 1]?.[1] ?? 0));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}
