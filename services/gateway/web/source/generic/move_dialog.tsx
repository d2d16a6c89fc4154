// SPDX-License-Identifier: MIT
import { useEffect, useState } from "react";
import type { Values } from "../base/client.ts";
import type { Field } from "../base/model.ts";
import { methodName, type Row } from "../base/present.ts";
import type { FieldError } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Form } from "../parts/field/form.tsx";
import { canAsk, FieldInput } from "./field_input.tsx";
import { errorText, missing, problemText, toSend } from "./send.ts";
import { useSave } from "./use_save.ts";

interface MoveDialogProps {
  method: string;
  fields: Field[];
  row: Row;
  onClose(): void;
  onDone(): void;
}

/// What a move needs, and nothing else: prefilled with what the record has. What is typed is kept until it is sent.
export function MoveDialog({ method, fields: all, row, onClose, onDone }: MoveDialogProps) {
  const { words, drafts } = useWorkplace();
  const fields = all.filter(canAsk).sort((a, b) => Number(b.required) - Number(a.required));
  const form = `${method}:${row.id}`;
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.flatMap(({ name }) => (row[name] === undefined ? [] : [[name, row[name]]]))),
  );
  const [wrong, setWrong] = useState<FieldError[]>([]);
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  const { save, busy, problem } = useSave(method);
  useEffect(() => {
    void drafts.read(form).then((draft) => {
      if (!draft) return;
      setValues((before) => ({ ...before, ...draft.values }));
      setKey(draft.key);
    });
  }, [drafts, form]);
  const set = (name: string, value: unknown) => {
    const next = { ...values, [name]: value };
    setValues(next);
    const kept = Object.fromEntries(
      Object.entries(next).filter(([field]) => fields.find((each) => each.name === field)?.kind !== "secret"),
    );
    void drafts.keep(form, { values: kept, opened: row, version: row.version, key });
  };
  const send = async () => {
    if (busy) return;
    const lacking = missing(fields, values);
    setWrong(lacking);
    if (lacking.length) return;
    const saved = await save({ id: row.id, ...toSend(fields, values) }, { opened: row, version: row.version, key });
    if (!saved) return;
    await drafts.drop(form);
    onClose();
    onDone();
  };
  const errors = wrong.length ? wrong : (problem?.errors ?? []);
  const errorAt = (path: string) => {
    const found = errors.find(({ field }) => field === path);
    return found && errorText(words, found);
  };
  const general = problem && !problem.errors.some(({ field }) => fields.some(({ name }) => field.startsWith(name)));
  const foot = (
    <>
      <Button onPress={onClose}>{words.word("form.cancel")}</Button>
      <Button kind="primary" type="submit" form="move" busy={busy} hint="Ctrl ↵">
        {methodName(words, method)}
      </Button>
    </>
  );
  return (
    <Dialog
      title={methodName(words, method)}
      intro={typeof row.number === "string" ? row.number : undefined}
      isOpen
      onClose={onClose}
      size="normal"
      foot={foot}
    >
      {general && (
        <Banner tone="bad" icon="error">
          <span role="alert">{problem.isConflict ? words.word("move.somebody_was_first") : problemText(words, problem)}</span>
        </Banner>
      )}
      <Form onSubmit={send} id="move" label={methodName(words, method)}>
        {fields.map((field, place) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name]}
            onChange={(value) => set(field.name, value)}
            error={errorAt}
            autoFocus={place === 0}
          />
        ))}
      </Form>
    </Dialog>
  );
}
