// SPDX-License-Identifier: MIT
import type { Resource } from "../base/model.ts";
import { onePath } from "../base/places.ts";
import { methodName, type Row } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { MoveDialog } from "./move_dialog.tsx";
import { useMoves } from "./use_moves.ts";

/// The one that is usually made next, in the row of a list; without one the way to the record.
export function UsualMove({ resource, row }: { resource: Resource; row: Row }) {
  const { words } = useWorkplace();
  const { allowed, open, busy, move, close, done, fieldsOf } = useMoves(resource, row);
  const usual = allowed.find((each) => each.usual);
  if (!usual) return <Button href={onePath(resource.collection, row)}>{words.word("home.open")}</Button>;
  return (
    <>
      <Button busy={busy === usual.id} onPress={() => void move(usual.id)}>
        {methodName(words, usual.id)}
      </Button>
      {open && <MoveDialog method={open} fields={fieldsOf(open)} row={row} onClose={close} onDone={() => void done(open)} />}
    </>
  );
}
