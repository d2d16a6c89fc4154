// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { askedOf, type Resource } from "../base/model.ts";
import { may } from "../base/permissions.ts";
import { methodName, type Row } from "../base/present.ts";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Moves } from "../parts/moves.tsx";
import { toast } from "../parts/toast.tsx";
import { MoveDialog } from "./move_dialog.tsx";
import { problemText } from "./send.ts";

interface Told {
  method: string;
  to?: string;
  needs?: string[];
  usual?: boolean;
  reason?: string;
  params?: Record<string, unknown>;
}

const ENDS = /(reject|withdraw|cancel|remove|terminate|revoke|retire|erase|mark_duplicate|lose)/;

/// What can be done with a record now: as the service says; what cannot tells its reason.
export function RecordMoves({ resource, row }: { resource: Resource; row: Row }) {
  const { client, model, session, words } = useWorkplace();
  const queries = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const [busy, setBusy] = useState<string>();
  const idOf = (method: string) => (client.knows(method) ? method : `${resource.service}_${method}`);
  const told = (name: string) => (Array.isArray(row[name]) ? (row[name] as Told[]) : []);
  const allowed = told("allowed_moves").map((move) => ({ ...move, id: idOf(move.method) }));
  const blocked = told("blocked_moves").map((move) => ({ ...move, id: idOf(move.method) }));
  const inLifecycle = new Set([...allowed, ...blocked].map(({ id }) => id));
  // What is made of a record in any state, where it has states, stands beside.
  const lifecycle = "allowed_moves" in row;
  const states = statesOf(resource);
  const others = resource.moves.filter(({ method }) => may(session, method) && !inLifecycle.has(method) && !(lifecycle && states.has(method)));
  const fieldsOf = (method: string) => {
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
  const moves = [
    ...allowed.filter(({ id }) => client.knows(id)).map(({ id, usual }) => ({ id, label: methodName(words, id), usual, danger: ENDS.test(id) })),
    ...others.map(({ method }) => ({ id: method, label: methodName(words, method), danger: ENDS.test(method) })),
  ].sort((a, b) => Number(a.danger) - Number(b.danger));
  if (!moves.length && !blocked.length) return null;
  return (
    <>
      <Moves
        moves={moves}
        blocked={blocked.filter(({ id }) => client.knows(id)).map(({ id, reason = "", params }) => ({ id, label: methodName(words, id), reason: words.word(reason, params) }))}
        onMove={(id) => void move(id)}
        busy={busy}
      />
      {open && <MoveDialog method={open} fields={fieldsOf(open)} row={row} onClose={() => setOpen(null)} onDone={() => void done(open)} />}
    </>
  );
}

/// Methods of the lifecycle, as far as the document says: what answers the record itself and is not allowed now is blocked by its state.
function statesOf(resource: Resource): ReadonlySet<string> {
  return new Set(resource.moves.map(({ method }) => method));
}
