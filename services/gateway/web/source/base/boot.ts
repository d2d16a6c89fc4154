// SPDX-License-Identifier: MIT
import type { Client, Values } from "./client.ts";
import type { OpenApi } from "./document.ts";
import type { Session } from "./permissions.ts";
import { sessionOf } from "./permissions.ts";
import type { Language, Messages } from "./words.ts";

/// What is read before a page can be shown.

export async function readSession(client: Client): Promise<Session> {
  const session = sessionOf((await client.send("GET", "/api/v1/session")) as Values);
  client.csrf = session.csrf;
  return session;
}

export async function signIn(client: Client, name: string, password: string): Promise<Session> {
  const session = sessionOf((await client.send("POST", "/api/v1/session", { name, password })) as Values);
  client.csrf = session.csrf;
  return session;
}

export async function readDocument(client: Client): Promise<OpenApi> {
  const document = (await client.send("GET", "/api/openapi.json")) as OpenApi;
  client.know(document);
  return document;
}

/// The workplace's own, built in, a file for each language.
export async function ownWords(language: Language): Promise<Messages> {
  const file = language === "zh" ? await import("../words/zh.ts") : await import("../words/en.ts");
  return file.messages;
}

/// What the services call their things; without them names are made readable.
export async function toldWords(client: Client, language: Language): Promise<Messages> {
  try {
    const answer = (await client.send("GET", `/api/v1/words/${language}`)) as { words?: Messages };
    return answer.words ?? {};
  } catch {
    return {};
  }
}
