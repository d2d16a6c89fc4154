// SPDX-License-Identifier: MIT
import { useState } from "react";
import type { Values } from "../base/client.ts";
import { firstChoice } from "../base/merge.ts";
import type { Field } from "../base/model.ts";
import { labelOf } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { type Choice, joined, ThreeWay } from "../parts/threeway.tsx";
import type { Open } from "./use_save.ts";
import { Value } from "./value.tsx";

/// Fields that both sides changed: when I opened it, now, mine.
export function ConflictDialog({
  fields,
  conflict,
  onSettle,
}: {
  fields: Field[];
  conflict: Open;
  onSettle(chosen: Values | undefined): void;
}) {
  const { words } = useWorkplace();
  const [choice, setChoice] = useState<Record<string, Choice>>(() =>
    Object.fromEntries(conflict.conflicts.map((each) => [each.field, firstChoice(each)])),
  );
  const settle = () => {
    const chosen: Values = {};
    for (const { field, opened, theirs, mine } of conflict.conflicts) {
      if (choice[field] === "mine") chosen[field] = mine;
      else if (choice[field] === "both") chosen[field] = joined(String(opened ?? ""), String(theirs ?? ""), String(mine ?? ""));
    }
    onSettle(chosen);
  };
  const foot = (
    <>
      <Button onPress={() => onSettle(undefined)}>{words.word("conflict.back")}</Button>
      <Button kind="primary" onPress={settle}>
        {words.word("conflict.save")}
      </Button>
    </>
  );
  return (
    <Dialog
      title={words.word("conflict.title")}
      intro={words.word("conflict.intro")}
      isOpen
      size="wide"
      onClose={() => onSettle(undefined)}
      foot={foot}
    >
      <ThreeWay
        theirsTitle={words.word("conflict.theirs")}
        choice={choice}
        onChoice={(field, next) => setChoice((before) => ({ ...before, [field]: next }))}
        fields={conflict.conflicts.map(({ field: name, opened, theirs, mine }) => {
          const field = fields.find((each) => each.name === name);
          const text = field !== undefined && ["text", "long"].includes(field.kind);
          const shown = (value: unknown) => (text || !field ? String(value ?? "") : <Value field={field} value={value} plain />);
          return {
            field: name,
            label: field ? labelOf(words, field) : name,
            opened: shown(opened),
            theirs: shown(theirs),
            mine: shown(mine),
            text,
          };
        })}
      />
    </Dialog>
  );
}
