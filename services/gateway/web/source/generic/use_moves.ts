// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, nameOf } from "../base/document.ts";
import { askedOf, type Field, type Resource } from "../base/model.ts";
import { may } from "../base/permissions.ts";
import { methodName, type Row } from "../base/present.ts";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { toast } from "../parts/toast.tsx";
import { problemText } from "./send.ts";

export interface ToldMove {
  id: string;
  usual?: boolean;
  reason?: string;
  params?: Record<string, unknown>;
}

/// What can be done with a record now, as its service says; and the doing.
export function useMoves(resource: Resource, row: Row) {
  const { client, model, session, words } = useWorkplace();
  const queries = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const [busy, setBusy] = useState<string>();
  const told = (name: string): ToldMove[] =>
    (Array.isArray(row[name]) ? (row[name] as (ToldMove & { method: string })[]) : [])
      .map((move) => ({ ...move, id: client.knows(move.method) ? move.method : `${resource.service}_${move.method}` }))
      .filter(({ id }) => client.knows(id));
  const allowed = told("allowed_moves");
  const blocked = told("blocked_moves");
  const lifecycle = "allowed_moves" in row;
  const listed = new Set([...allowed, ...blocked].map(({ id }) => id));
  // Of a record with states, what answers the record itself moves it, and is not possible now unless it is listed.
  const others = resource.moves.filter(({ method }) => {
    const route = client.route(method);
    const answers = route && answerOf(route.operation)?.$ref;
    return may(session, method) && !listed.has(method) && !(lifecycle && answers && nameOf(answers) === resource.type);
  });
  const fieldsOf = (method: string): Field[] => {
    const route = client.route(method);
    return route ? askedOf(model, route.operation).filter(({ name }) => name !== "version" && name !== "id") : [];
  };
  const done = async (method: string) => {
    await queries.invalidateQueries();
    toast({ text: words.first([`${method}.done`, "move.done"], { move: methodName(words, method) }), tone: "good" });
  };
  const move = async (method: string) => {
    if (fieldsOf(method).length) return setOpen(method);
    setBusy(method);
    try {
      await client.ask(method, { id: row.id }, { version: row.version });
      await done(method);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await queries.invalidateQueries();
      toast({ text: error.isConflict ? words.word("move.somebody_was_first") : problemText(words, error), tone: "bad" });
    } finally {
      setBusy(undefined);
    }
  };
  return { allowed, blocked, others, open, busy, move, close: () => setOpen(null), done, fieldsOf };
}
