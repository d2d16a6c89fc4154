// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isEmpty } from "../base/merge.ts";
import { askedOf, type Field, type Resource } from "../base/model.ts";
import { helpOf, isId, labelOf, type Row } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { Facts } from "../parts/facts.tsx";
import { Form } from "../parts/field/form.tsx";
import { ConflictDialog } from "./conflict.tsx";
import { canAsk, FieldInput } from "./field_input.tsx";
import { cleaned, errorText, problemText } from "./send.ts";
import { useSave } from "./use_save.ts";
import { Value } from "./value.tsx";

interface RecordFactsProps {
  resource: Resource;
  row: Row;
  fields: Field[];
  changes: boolean;
}

/// A record's values; what may be changed is changed in its place.
export function RecordFacts({ resource, row, fields, changes }: RecordFactsProps) {
  const { client, model, words } = useWorkplace();
  const [editing, setEditing] = useState<string | null>(null);
  const route = resource.change ? client.route(resource.change) : undefined;
  const asked = changes && route ? askedOf(model, route.operation).filter(canAsk) : [];
  const [whole, setWhole] = useState(false);
  const full = fields.filter((field) => says(field, row));
  const empty = fields.filter((field) => !says(field, row) && asked.some(({ name }) => name === field.name));
  const shown = whole || !full.length ? fields.filter((field) => full.includes(field) || empty.includes(field)) : full;
  const more = shown.length === full.length && empty.length > 0;
  if (!shown.length && !empty.length) return null;
  return (
    <>
      <Facts
        items={shown.map((field) => {
          const change = asked.find(({ name }) => name === field.name);
          return {
            id: field.name,
            label: labelOf(words, field),
            help: helpOf(words, field),
            value: <Value field={field} value={row[field.name]} />,
            onEdit: change && (() => setEditing(field.name)),
            edit:
              change && editing === field.name ? (
                <EditInPlace resource={resource} row={row} field={change} fields={asked} onDone={() => setEditing(null)} />
              ) : undefined,
          };
        })}
      />
      {more && (
        <Button kind="quiet" small expands onPress={() => setWhole(true)}>
          {words.word("one.empty", { count: empty.length })}
        </Button>
      )}
    </>
  );
}

/// Whether a field has something to say: nothing, a flag that is off, and an id that says not of what, have not.
function says(field: Field, row: Row): boolean {
  const value = row[field.name];
  if (field.kind === "text" && isId(value)) return false;
  if (field.kind === "list" && field.item?.kind === "text" && Array.isArray(value) && value.every(isId)) return false;
  return !isEmpty(value) && !(field.kind === "flag" && value === false);
}

function EditInPlace({
  resource,
  row,
  field,
  fields,
  onDone,
}: {
  resource: Resource;
  row: Row;
  field: Field;
  fields: Field[];
  onDone(): void;
}) {
  const { words } = useWorkplace();
  const queries = useQueryClient();
  const [value, setValue] = useState<unknown>(row[field.name] ?? null);
  const [from] = useState({ opened: row, version: row.version, key: crypto.randomUUID() });
  const { save, busy, problem, conflict, settle } = useSave(resource.change ?? "");
  const send = async () => {
    const saved = await save({ id: row.id, [field.name]: cleaned(value) ?? null }, from);
    if (!saved) return;
    await queries.invalidateQueries();
    onDone();
  };
  const wrong = problem?.errors[0];
  const error = wrong ? errorText(words, wrong) : problem ? problemText(words, problem) : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves the field that lies within
    <div
      className="edit-in-place"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        onDone();
      }}
    >
      <Form onSubmit={send} label={labelOf(words, field)}>
        <FieldInput field={field} value={value} onChange={setValue} error={() => error} bare autoFocus />
        <div className="row">
          <Button kind="primary" small type="submit" busy={busy}>
            {words.word("form.save")}
          </Button>
          <Button small onPress={onDone}>
            {words.word("form.cancel")}
          </Button>
        </div>
      </Form>
      {conflict && <ConflictDialog fields={fields} conflict={conflict} onSettle={settle} />}
    </div>
  );
}
