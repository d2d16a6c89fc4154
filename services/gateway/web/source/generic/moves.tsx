// SPDX-License-Identifier: MIT
import type { Resource } from "../base/model.ts";
import { methodName, type Row } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Moves } from "../parts/moves.tsx";
import { MoveDialog } from "./move_dialog.tsx";
import { useMoves } from "./use_moves.ts";

const ENDS = /_(reject|withdraw|cancel|remove|terminate|revoke|retire|erase|mark_duplicate|lose)/;

/// What can be done with a record now: as the service says; what cannot tells its reason.
export function RecordMoves({ resource, row }: { resource: Resource; row: Row }) {
  const { words } = useWorkplace();
  const { allowed, blocked, others, open, busy, move, close, done, fieldsOf } = useMoves(resource, row);
  const moves = [...allowed, ...others.map(({ method }) => ({ id: method, usual: false }))]
    .map(({ id, usual }) => ({ id, label: methodName(words, id), usual, danger: ENDS.test(id) }))
    .sort((a, b) => Number(a.danger) - Number(b.danger));
  if (!moves.length && !blocked.length) return null;
  return (
    <>
      <Moves
        moves={moves}
        blocked={blocked.map(({ id, reason = "", params }) => ({ id, label: methodName(words, id), reason: words.word(reason, params) }))}
        onMove={(id) => void move(id)}
        busy={busy}
      />
      {open && <MoveDialog method={open} fields={fieldsOf(open)} row={row} onClose={close} onDone={() => void done(open)} />}
    </>
  );
}
