// SPDX-License-Identifier: MIT
import type { QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { readDocument, toldWords } from "../base/boot.ts";
import { modelOf } from "../base/model.ts";
import { takeEvent } from "../base/queries.ts";
import type { Workplace } from "../base/workplace.tsx";

const LOOK = 15_000;
const CALM = 300;

/// What changes elsewhere: events make the cache old; a service that came or went makes another document, and so other pages.
export function useLive(workplace: Workplace, queries: QueryClient, set: (change: (old: Workplace) => Workplace) => void): void {
  const { client, events, names } = workplace;
  useEffect(() => {
    let waiting: (() => void)[] = [];
    const run = () => {
      for (const each of waiting) each();
      waiting = [];
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = events.on((told) => {
      if (told.subject) names.forget(told.subject);
      // An import tells much at once: one look when it calms.
      if (waiting.length < 200) waiting.push(() => takeEvent(queries, told));
      clearTimeout(timer);
      timer = setTimeout(run, waiting.length > 20 ? CALM : 0);
    });
    const offStale = events.onStale(() => void queries.invalidateQueries());
    return () => {
      off();
      offStale();
      clearTimeout(timer);
    };
  }, [events, names, queries]);
  useEffect(() => {
    let known = JSON.stringify([...workplace.model.resources.map(({ list }) => list)]);
    const look = async () => {
      if (document.hidden) return;
      try {
        const model = modelOf(await readDocument(client));
        const now = JSON.stringify(model.resources.map(({ list }) => list));
        if (now === known) return;
        known = now;
        const [told, session] = await Promise.all([toldWords(client, workplace.words.language), client.send("GET", "/api/v1/session")]);
        const may = new Set((session as { may?: string[] }).may ?? []);
        set((old) => ({ ...old, model, words: old.words.with(told), session: { ...old.session, may } }));
      } catch {
        // Looked for again a moment later.
      }
    };
    const timer = setInterval(() => void look(), LOOK);
    return () => clearInterval(timer);
  }, [client, set, workplace.model, workplace.words.language]);
}
