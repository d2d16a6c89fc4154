// SPDX-License-Identifier: MIT
export interface Ref {
  type: string;
  id: string;
}
export interface Name extends Ref {
  number?: string;
  title: string;
  subtitle?: string;
  state?: string;
  retired?: boolean;
}

type Ask = (refs: Ref[]) => Promise<Name[]>;
const MOST = 500;

/// Names for ids, asked for together: all that a page wants within a moment is one request.
export class Names {
  private readonly known = new Map<string, Name | null>();
  private readonly waiting = new Map<string, { ref: Ref; done: ((name: Name | null) => void)[] }>();
  private readonly ask: Ask;
  private readonly later: (run: () => void) => void;
  private planned = false;

  constructor(ask: Ask, later: (run: () => void) => void = (run) => setTimeout(run, 8)) {
    this.ask = ask;
    this.later = later;
  }

  /// Null: not there, or not for this user.
  now(ref: Ref): Name | null | undefined {
    return this.known.get(keyOf(ref));
  }

  of(ref: Ref): Promise<Name | null> {
    const known = this.known.get(keyOf(ref));
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((done) => {
      const entry = this.waiting.get(keyOf(ref));
      if (entry) entry.done.push(done);
      else this.waiting.set(keyOf(ref), { ref, done: [done] });
      if (!this.planned) {
        this.planned = true;
        this.later(() => void this.run());
      }
    });
  }

  learn(name: Name): void {
    this.known.set(keyOf(name), name);
  }
  /// It changed: it is asked for anew.
  forget(id: string): void {
    for (const key of this.known.keys()) if (key.endsWith(` ${id}`)) this.known.delete(key);
  }

  private async run(): Promise<void> {
    this.planned = false;
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (let from = 0; from < all.length; from += MOST) await this.part(all.slice(from, from + MOST));
  }

  private async part(part: { ref: Ref; done: ((name: Name | null) => void)[] }[]): Promise<void> {
    let found: Name[] | undefined;
    try {
      found = await this.ask(part.map(({ ref }) => ref));
    } catch {
      found = undefined; // asked again by the next who wants it
    }
    const byId = new Map(found?.map((name) => [name.id, name]));
    for (const { ref, done } of part) {
      const name = byId.get(ref.id) ?? null;
      if (found) this.known.set(keyOf(ref), name);
      for (const each of done) each(name);
    }
  }
}

function keyOf(ref: Ref): string {
  return `${ref.type} ${ref.id}`;
}
