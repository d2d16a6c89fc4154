// SPDX-License-Identifier: MIT
import type { Values } from "../base/client.ts";
import { isEmpty } from "../base/merge.ts";
import type { Field } from "../base/model.ts";
import type { FieldError, Problem } from "../base/problem.ts";
import type { Words } from "../base/words.ts";

/// Values as they are sent: without what is empty, at any depth; secrets as they are.
export function toSend(fields: Field[], values: Values): Values {
  const sent: Values = {};
  for (const field of fields) {
    const value = cleaned(values[field.name]);
    if (!isEmpty(value)) sent[field.name] = value;
  }
  return sent;
}

export function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (Array.isArray(value)) return value.map(cleaned).filter((each) => each !== undefined && each !== null);
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value)
    .map(([name, each]) => [name, cleaned(each)] as const)
    .filter(([, each]) => !isEmpty(each));
  return parts.length ? Object.fromEntries(parts) : undefined;
}

/// What is missing before anybody is asked.
export function missing(fields: Field[], values: Values): FieldError[] {
  return fields
    .filter((field) => field.required && field.kind !== "flag" && isEmpty(cleaned(values[field.name])))
    .map(({ name }) => ({ field: name, reason: "required" }));
}

export function errorText(words: Words, error: FieldError): string {
  return words.has(error.reason) ? words.word(error.reason, error.params) : words.first([error.reason, "invalid"]);
}

/// What to say of a refusal that names no field.
export function problemText(words: Words, problem: Problem): string {
  if (problem.passes) return words.word("form.unknown");
  const reason = problem.document.reason ?? problem.errors.find(({ field }) => !field)?.reason;
  if (reason && words.has(reason))
    return words.word(reason, (problem.document.params as Values | undefined) ?? (problem.document as Values));
  if (problem.status === 403) return words.word("form.not_allowed");
  return problem.message;
}
