// SPDX-License-Identifier: MIT
import { QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Values } from "./client.ts";
import type { Told } from "./events.ts";
import type { Name, Ref } from "./names.ts";
import { Problem } from "./problem.ts";
import { useWorkplace } from "./workplace.tsx";

/// Of an operation and what it is asked: one key for all who want the same.
export function keyOf(operation: string, asked: Values = {}): readonly unknown[] {
  return [operation, asked];
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: true, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}

export function useCall<T = unknown>(operation: string | undefined, asked: Values = {}, enabled = true): UseQueryResult<T, Problem> {
  const { client } = useWorkplace();
  return useQuery<T, Problem>({
    queryKey: keyOf(operation ?? "none", asked),
    queryFn: ({ signal }) => client.ask(operation ?? "", asked, { signal }) as Promise<T>,
    enabled: enabled && operation !== undefined && client.knows(operation),
  });
}

/// What a record is called, of its id: undefined while nobody knows, null where it is not there for this user.
export function useName(ref: Ref | undefined): Name | null | undefined {
  const { names } = useWorkplace();
  const now = ref && names.now(ref);
  const [found, setFound] = useState<{ id: string; name: Name | null } | undefined>();
  const [type, id] = [ref?.type, ref?.id];
  useEffect(() => {
    if (!type || !id) return;
    let wanted = true;
    void names.of({ type, id }).then((name) => wanted && setFound({ id, name }));
    return () => {
      wanted = false;
    };
  }, [names, type, id]);
  return now !== undefined ? now : found && found.id === id ? found.name : undefined;
}

/// What of the cache an event makes old: the record that it is of, and what is asked of all records of its service.
export function takeEvent(queries: QueryClient, told: Told): void {
  const service = told.type.slice(0, told.type.indexOf("."));
  const numbers = new Set([told.subject, ...recordsIn(told).map(({ number }) => number)]);
  void queries.invalidateQueries({
    predicate: ({ queryKey: [operation, asked] }) => {
      const name = String(operation);
      if (name.startsWith("gateway_")) return true;
      if (!name.startsWith(`${service}_`)) return false;
      const id = (asked as Values | undefined)?.id;
      return id === undefined ? !isList(name) : numbers.has(String(id));
    },
  });
}

/// Lists move only when somebody asks: their rows are changed in place.
function isList(operation: string): boolean {
  return /_list(_|$)/.test(operation);
}

export interface TellsRecord extends Values {
  id: string;
  version?: number;
  number?: string;
}

/// Whole records that an event carries.
export function recordsIn(told: Told): TellsRecord[] {
  const data = told.data ?? {};
  return Object.values(data).filter(
    (value): value is TellsRecord => typeof value === "object" && value !== null && typeof (value as TellsRecord).id === "string",
  );
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem;
}
