// SPDX-License-Identifier: MIT
import { useCallback, useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import type { Values } from "../base/client.ts";
import { same } from "../base/merge.ts";
import type { Field } from "../base/model.ts";
import type { Row } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";

interface Asked {
  name: string;
  fields: Field[];
  row?: Row;
  first: Values;
}

const PAUSE = 300;

/// A form whose values are kept on this device while one types, and follow the record where one does not.
export function useDraftedForm({ name, fields, row, first }: Asked) {
  const { drafts } = useWorkplace();
  const valuesOf = (record: Values): Values =>
    Object.fromEntries(fields.map((field) => [field.name, record[field.name] ?? first[field.name] ?? blank(field)]));
  const [opened, setOpened] = useState<Values>(row ?? {});
  const [version, setVersion] = useState(row?.version);
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  const [draftAt, setDraftAt] = useState<number>();
  const [ready, setReady] = useState(false);
  const [theirs, setTheirs] = useState<Record<string, { value: unknown }>>({});
  const control = useForm<Values>({ defaultValues: valuesOf(row ?? {}) });
  const { dirtyFields } = control.formState;
  const latest = useRef({ opened, version, key, fields, typed: false });
  latest.current = { ...latest.current, opened, version, key, fields };

  // What was typed before comes back first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a form
  useEffect(() => {
    let open = true;
    void drafts.read(name).then((draft) => {
      if (!open) return;
      if (draft) {
        for (const field of fields)
          if (field.name in draft.values && !same(draft.values[field.name], row?.[field.name]))
            control.setValue(field.name, draft.values[field.name], { shouldDirty: true });
        setKey(draft.key);
        setDraftAt(draft.at);
        latest.current.typed = true;
      }
      setReady(true);
    });
    return () => {
      open = false;
    };
  }, [name]);

  const flush = useCallback(async () => {
    if (!latest.current.typed) return;
    const secret = new Set(latest.current.fields.filter(({ kind }) => kind === "secret").map((field) => field.name));
    const values = Object.fromEntries(Object.entries(control.getValues()).filter(([field]) => !secret.has(field)));
    await drafts.keep(name, { values, opened: latest.current.opened, version: latest.current.version, key: latest.current.key });
  }, [control, drafts, name]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = control.watch((_, { type }) => {
      if (type !== "change") return;
      latest.current.typed = true;
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), PAUSE);
    });
    const hidden = () => document.hidden && void flush();
    document.addEventListener("visibilitychange", hidden);
    return () => {
      clearTimeout(timer);
      changed.unsubscribe();
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [control, flush]);

  // A colleague changed the record: fields that I left alone take theirs, the others say so.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the record is another
  useEffect(() => {
    if (!row || row.version === version) return;
    const news: Record<string, { value: unknown }> = {};
    for (const { name: field } of fields) {
      if (same(row[field], opened[field])) continue;
      if (dirtyFields[field] && !same(control.getValues(field), row[field])) news[field] = { value: row[field] };
      else control.resetField(field, { defaultValue: row[field] ?? null });
    }
    setTheirs((before) => ({ ...before, ...news }));
    setOpened(row);
    setVersion(row.version);
  }, [row?.version]);

  return {
    control,
    opened,
    version,
    key,
    draftAt,
    ready,
    theirs,
    flush,
    took: (field: string) => setTheirs(({ [field]: _, ...rest }) => rest),
    done: async () => {
      latest.current.typed = false;
      await drafts.drop(name);
    },
    discard: async () => {
      latest.current.typed = false;
      await drafts.drop(name);
      control.reset(valuesOf(row ?? {}));
      setDraftAt(undefined);
      setKey(crypto.randomUUID());
    },
  };
}

function blank(field: Field): unknown {
  if (field.kind === "flag") return false;
  if (field.kind === "list") return [];
  return ["text", "long", "email", "secret"].includes(field.kind) ? "" : null;
}
