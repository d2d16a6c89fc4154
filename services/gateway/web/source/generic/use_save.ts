// SPDX-License-Identifier: MIT
import { useRef, useState } from "react";
import type { Values } from "../base/client.ts";
import { type Conflict, merge } from "../base/merge.ts";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { toast } from "../parts/toast.tsx";

export interface From {
  opened: Values;
  version?: number;
  key: string;
}

export interface Open {
  conflicts: Conflict[];
  /// What is sent beside what is chosen.
  rest: Values;
  current: Values;
}

/// Sends a change. Where somebody else was first, fields that only one side changed are merged and sent again; of the others a person decides.
export function useSave(operation: string) {
  const { client, words } = useWorkplace();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [conflict, setConflict] = useState<Open>();
  const decide = useRef<(chosen: Values | undefined) => void>(undefined);
  const sent = useRef<{ content: string; key: string }>(undefined);

  /// The same key for the same content, a new one for another.
  const keyFor = (asked: Values, version: number | undefined, first: string) => {
    const content = JSON.stringify([asked, version]);
    if (sent.current?.content !== content) sent.current = { content, key: sent.current ? crypto.randomUUID() : first };
    return sent.current.key;
  };

  const save = async (asked: Values, from: From): Promise<Values | undefined> => {
    setBusy(true);
    setProblem(undefined);
    let [changes, { opened, version }] = [asked, from];
    try {
      for (;;) {
        try {
          return ((await client.ask(operation, changes, { version, key: keyFor(changes, version, from.key) })) ?? {}) as Values;
        } catch (error) {
          if (!(error instanceof Problem) || !error.isConflict || !error.document.current) throw error;
          const current = error.document.current;
          const { id, ...mine } = changes;
          const merged = merge(opened, mine, current);
          const chosen = merged.conflicts.length ? await ask({ conflicts: merged.conflicts, rest: merged.changes, current }) : {};
          if (!chosen) return undefined;
          if (!merged.conflicts.length) toast({ text: words.word("form.merged") });
          changes = { ...(id === undefined ? {} : { id }), ...merged.changes, ...chosen };
          opened = current;
          version = current.version as number;
          if (Object.keys(changes).length <= 1) return current;
        }
      }
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, {}));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const ask = (open: Open) =>
    new Promise<Values | undefined>((done) => {
      decide.current = done;
      setConflict(open);
    });
  const settle = (chosen: Values | undefined) => {
    setConflict(undefined);
    decide.current?.(chosen);
  };
  return { save, busy, problem, conflict, settle, clear: () => setProblem(undefined) };
}
