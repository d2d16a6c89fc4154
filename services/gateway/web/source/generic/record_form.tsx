// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Controller } from "react-hook-form";
import type { Values } from "../base/client.ts";
import { changesOf } from "../base/merge.ts";
import type { Field, Resource } from "../base/model.ts";
import { listPath, onePath } from "../base/places.ts";
import { labelOf, type Row, recordName } from "../base/present.ts";
import type { FieldError } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { ErrorSummary, FieldGrid, Form, SaveBar, Wide } from "../parts/field/form.tsx";
import { useParts } from "../parts/provider.tsx";
import { toast } from "../parts/toast.tsx";
import { ConflictDialog } from "./conflict.tsx";
import { canAsk, FieldInput, isWide } from "./field_input.tsx";
import { errorText, missing, problemText, toSend } from "./send.ts";
import { useDraftedForm } from "./use_drafted_form.ts";
import { useSave } from "./use_save.ts";
import { Value } from "./value.tsx";

interface RecordFormProps {
  resource: Resource;
  operation: string;
  fields: Field[];
  row?: Row;
  /// What the address says of a new one.
  first: Values;
}

/// Fields made from the schema. What is typed is kept on this device; what a colleague changes meanwhile comes in where one did not type.
export function RecordForm({ resource, operation, fields, row, first }: RecordFormProps) {
  const { words, times } = useWorkplace();
  const { navigate } = useParts();
  const queries = useQueryClient();
  const asked = fields.filter(canAsk);
  const form = useDraftedForm({ name: `${resource.collection}:${row?.id ?? "new"}`, fields: asked, row, first });
  const { save, busy, problem, conflict, settle } = useSave(operation);
  const [wrong, setWrong] = useState<FieldError[]>([]);
  useEffect(() => setWrong(problem?.errors.filter(({ field }) => field) ?? []), [problem]);
  const send = async () => {
    if (busy) return;
    const values = form.control.getValues();
    const lacking = missing(asked, values);
    setWrong(lacking);
    if (lacking.length) return;
    const body = row ? changesOf(form.opened, toSendAll(asked, values)) : toSend(asked, values);
    if (row && !Object.keys(body).length) return navigate(onePath(resource.collection, row), { newTab: false });
    const saved = await save({ ...(row ? { id: row.id } : {}), ...body }, { opened: form.opened, version: form.version, key: form.key });
    if (!saved) return form.flush();
    await form.done();
    void queries.invalidateQueries();
    toast({ text: words.first([`${operation}.done`, "form.saved"]), tone: "good" });
    const id = (saved as Row).id ? (saved as Row) : row;
    navigate(id && resource.get ? onePath(resource.collection, id) : listPath(resource.collection), { newTab: false });
  };
  const labels = new Map(asked.map((field) => [field.name, labelOf(words, field)]));
  const errorAt = (path: string) => {
    const found = wrong.find(({ field }) => field === path);
    return found && errorText(words, found);
  };
  const labelAt = (path: string) => labels.get(path) ?? labels.get(path.split(/[.[]/)[0] ?? "") ?? path;
  const general = problem && !wrong.length && !conflict;
  return (
    <Form onSubmit={send} label={recordName(words, resource)}>
      <div className="form-notes">
        {wrong.length > 0 && (
          <ErrorSummary
            title={words.word("form.wrong", { count: wrong.length })}
            items={wrong.map((error) => ({ field: error.field, label: labelAt(error.field), text: errorText(words, error) }))}
          />
        )}
        {general && (
          <Banner tone={problem.passes ? "warn" : "bad"} title={words.word(problem.passes ? "form.not_known" : "form.not_saved")}>
            <span role="alert">{problemText(words, problem)}</span>
          </Banner>
        )}
        {form.draftAt && (
          <Banner tone="info" icon="undo">
            {words.word("form.draft", { when: times.instant(new Date(form.draftAt).toISOString()) })}{" "}
            <Button kind="quiet" small onPress={() => void form.discard()}>
              {words.word("form.discard")}
            </Button>
          </Banner>
        )}
      </div>
      {form.ready && (
        <FieldGrid>
          {asked.map((field) => {
            const input = (
              <Controller
                key={field.name}
                control={form.control.control}
                name={field.name}
                render={({ field: { value, onChange, onBlur } }) => (
                  <FieldInput
                    field={field}
                    value={value}
                    onChange={onChange}
                    onBlur={onBlur}
                    error={errorAt}
                    changed={form.theirs[field.name] && <Theirs field={field} form={form} onTake={onChange} />}
                  />
                )}
              />
            );
            return isWide(field) ? <Wide key={field.name}>{input}</Wide> : input;
          })}
        </FieldGrid>
      )}
      <SaveBar>
        <Button kind="primary" type="submit" hint="Ctrl ↵" busy={busy}>
          {words.word(row ? "form.save" : "form.create")}
        </Button>
        <Button href={row ? onePath(resource.collection, row) : listPath(resource.collection)}>{words.word("form.cancel")}</Button>
        <span className="small muted">{words.word("form.kept")}</span>
      </SaveBar>
      {conflict && <ConflictDialog fields={asked} conflict={conflict} onSettle={settle} />}
    </Form>
  );
}

/// Empty ones too: a change may empty a field.
function toSendAll(fields: Field[], values: Values): Values {
  const sent = toSend(fields, values);
  return Object.fromEntries(
    fields.filter(({ kind, name }) => kind !== "secret" || sent[name] !== undefined).map(({ name }) => [name, sent[name] ?? null]),
  );
}

/// A field that I touched, and a colleague meanwhile as well.
function Theirs({ field, form, onTake }: { field: Field; form: ReturnType<typeof useDraftedForm>; onTake(value: unknown): void }) {
  const { words } = useWorkplace();
  const theirs = form.theirs[field.name];
  if (!theirs) return null;
  return (
    <>
      {words.word("form.theirs")} <Value field={field} value={theirs.value} plain />.{" "}
      <Button
        kind="quiet"
        small
        onPress={() => {
          onTake(theirs.value);
          form.took(field.name);
        }}
      >
        {words.word("form.take")}
      </Button>
    </>
  );
}
