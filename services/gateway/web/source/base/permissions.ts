// SPDX-License-Identifier: MIT
import type { Values } from "./client.ts";

export interface User {
  id: string;
  name: string;
  full_name?: string;
  email?: string;
  language?: string;
  time_zone?: string;
}

export interface Session {
  user: User | null;
  roles: string[];
  may: ReadonlySet<string>;
  csrf?: string;
  reason?: string;
  expires?: string;
  ends?: string;
  changePasswordBy?: string;
}

/// What `GET /session` answers.
export function sessionOf(answer: Values): Session {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    user: (answer.user as User | null | undefined) ?? null,
    roles: texts(answer.roles),
    may: new Set(texts(answer.may)),
    csrf: text(answer.csrf),
    reason: text(answer.reason),
    expires: text(answer.expires),
    ends: text(answer.ends),
    changePasswordBy: text(answer.change_password_by),
  };
}

/// Tidiness alone: the services decide.
export function may(session: Session, operation: string | undefined): boolean {
  return operation !== undefined && session.may.has(operation);
}
