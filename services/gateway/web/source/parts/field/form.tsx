// SPDX-License-Identifier: MIT
import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { Banner } from "../banner.tsx";
import { useParts } from "../provider.tsx";

/** Puts the focus into the field of that name. */
export function focusField(name: string): void {
  const found = [...document.querySelectorAll<HTMLElement>("[data-field]")].find((field) => field.dataset.field === name);
  const target = found?.matches("input, textarea, button")
    ? found
    : found?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, [role=spinbutton], button");
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

export interface FormProps {
  onSubmit: () => void;
  children: ReactNode;
  label?: string;
  id?: string;
}

/** Ctrl Enter sends from anywhere in it; Enter does as in any form, but never while an input method composes. */
export function Form({ onSubmit, children, label, id }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  const keys = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== "Enter") return;
    if (event.nativeEvent.isComposing) return event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const form = event.currentTarget;
    setTimeout(() => form.requestSubmit());
  };
  return (
    <form className="form" id={id} aria-label={label} noValidate onSubmit={submit} onKeyDown={keys}>
      {children}
    </form>
  );
}

export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className="field-grid">{children}</div>;
}

export function Wide({ children }: { children: ReactNode }) {
  return <div className="field-wide">{children}</div>;
}

export function SaveBar({ children }: { children: ReactNode }) {
  return <div className="save-bar">{children}</div>;
}

export interface ErrorSummaryProps {
  title: string;
  items: readonly { field: string; label: string; text: ReactNode }[];
}

export function ErrorSummary({ title, items }: ErrorSummaryProps) {
  const { words } = useParts();
  return (
    <Banner tone="bad" title={title}>
      <ul>
        {items.map((item) => (
          <li key={item.field}>
            <button type="button" className="text-button" onClick={() => focusField(item.field)}>
              {item.label}
            </button>
            {words("parts.colon")}
            {item.text}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
