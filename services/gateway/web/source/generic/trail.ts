// SPDX-License-Identifier: MIT
/// The list that one came from: its address and its records in their order, for back, previous and next.
export interface Trail {
  collection: string;
  href: string;
  keys: string[];
  total: number;
}

let trail: Trail | undefined;

export function leaveTrail(next: Trail): void {
  trail = next;
}

export interface Along {
  href: string;
  place: number;
  total: number;
  previous?: string;
  next?: string;
}

export function along(collection: string, key: string): Along | undefined {
  if (trail?.collection !== collection) return undefined;
  const place = trail.keys.indexOf(key);
  if (place < 0) return undefined;
  return {
    href: trail.href,
    place: place + 1,
    total: Math.max(trail.total, trail.keys.length),
    previous: trail.keys[place - 1],
    next: trail.keys[place + 1],
  };
}
