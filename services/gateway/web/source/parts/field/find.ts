// SPDX-License-Identifier: MIT
import { useEffect, useRef, useState } from "react";
import type { Option } from "./option.tsx";

export type Find = (text: string, signal: AbortSignal) => Promise<readonly Option[]>;

export interface Found {
  options: readonly Option[];
  state: "idle" | "busy" | "failed";
}

/** What a search finds while somebody types: 150 ms after the last stroke, an older answer never over a newer one. */
export function useFound(find: Find, text: string, active: boolean): Found {
  const [found, setFound] = useState<Found>({ options: [], state: "idle" });
  const asked = useRef(find);
  asked.current = find;
  useEffect(() => {
    if (!active) return;
    const stop = new AbortController();
    setFound((before) => ({ options: before.options, state: "busy" }));
    const wait = setTimeout(
      async () => {
        try {
          const options = await asked.current(text, stop.signal);
          if (!stop.signal.aborted) setFound({ options, state: "idle" });
        } catch {
          if (!stop.signal.aborted) setFound({ options: [], state: "failed" });
        }
      },
      text ? 150 : 0,
    );
    return () => {
      stop.abort();
      clearTimeout(wait);
    };
  }, [text, active]);
  return found;
}
