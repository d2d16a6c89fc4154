// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";

/// Which services do not answer, and since when: as the calls that pages make found out.
export function useAway(): (service: string) => string | undefined {
  const queries = useQueryClient();
  const { times } = useWorkplace();
  const [away, setAway] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query, type }) => {
        if (type !== "updated") return;
        const operation = String(query.queryKey[0]);
        const service = operation.slice(0, operation.indexOf("_"));
        const { status, error } = query.state;
        const down = status === "error" && error instanceof Problem && (error.status === 503 || error.status === 504);
        if (status !== "success" && !down) return;
        setAway((now) => {
          if (down === now.has(service)) return now;
          const next = new Map(now);
          if (down) next.set(service, new Date().toISOString());
          else next.delete(service);
          return next;
        });
      }),
    [queries],
  );
  return (service) => {
    const since = away.get(service);
    return since && times.clock(since);
  };
}
