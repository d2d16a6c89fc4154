// SPDX-License-Identifier: MIT
import type { OperationId, Operations } from "../../types/openapi.d.ts";
import type { OpenApi, Route } from "./document.ts";
import { routesOf } from "./document.ts";
import { Problem, problemOf } from "./problem.ts";

export type Values = Record<string, unknown>;

export interface CallOptions {
  /// The version that a change starts from.
  version?: number;
  /// The same for each try of the same content: one effect for seven days.
  key?: string;
  dryRun?: boolean;
  signal?: AbortSignal;
}

/// What the client stands on: replaced in tests.
export interface Surroundings {
  fetch(url: string, init: RequestInit): Promise<Response>;
  wait(ms: number): Promise<void>;
  newKey(): string;
}

const real: Surroundings = {
  fetch: (url, init) => fetch(url, init),
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  newKey: () => crypto.randomUUID(),
};

/// Between tries of what passes, in ms.
const PAUSES = [500, 1000, 2000, 4000];
const CHANGES_NOTHING = new Set(["GET", "HEAD"]);

/// Calls operations of the API by their id, which is all that pages know of paths and verbs.
export class Client {
  /// What proves that a request is of this page; kept in memory alone.
  csrf: string | undefined;
  /// Called where nobody is signed in (any more): resolves once somebody is, or rejects.
  onSignedOut: ((problem: Problem) => Promise<void>) | undefined;
  private routes = new Map<string, Route>();
  private readonly around: Surroundings;

  constructor(around: Partial<Surroundings> = {}) {
    this.around = { ...real, ...around };
  }

  know(document: OpenApi): void {
    this.routes = routesOf(document);
  }
  knows(id: string): boolean {
    return this.routes.has(id);
  }
  route(id: string): Route | undefined {
    return this.routes.get(id);
  }

  call<K extends OperationId>(id: K, asked: Operations[K]["asked"], options?: CallOptions): Promise<Operations[K]["answered"]> {
    return this.ask(id, asked as Values, options) as Promise<Operations[K]["answered"]>;
  }

  /// The same for operations that are known by the document alone. Throws Problem.
  async ask(id: string, asked: Values = {}, options: CallOptions = {}): Promise<unknown> {
    const route = this.routes.get(id);
    if (!route) throw new Problem(404, { code: "not_offered", detail: `no operation ${id}` });
    const { url, body } = this.targetOf(route, asked);
    return this.send(route.verb, url, body, options);
  }

  /// Where a GET leads: for links that the browser follows by itself.
  address(id: string, asked: Values): string | undefined {
    const route = this.routes.get(id);
    return route && this.targetOf(route, asked).url;
  }

  /// What is at a fixed path: the few that are needed before the document is there.
  async send(verb: string, url: string, body?: unknown, options: CallOptions = {}): Promise<unknown> {
    const key = options.key ?? (CHANGES_NOTHING.has(verb) ? undefined : this.around.newKey());
    let renewed = false;
    for (let tried = 0; ; ++tried) {
      try {
        return await this.once(verb, url, body, { ...options, key });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (options.signal?.aborted) throw error;
        if (error.isSignedOut && this.onSignedOut && !url.startsWith("/api/v1/session")) {
          await this.onSignedOut(error);
        } else if (error.status === 403 && !CHANGES_NOTHING.has(verb) && !renewed && (await this.proofIsNew())) {
          renewed = true;
        } else if (error.passes && tried < PAUSES.length) {
          await this.around.wait(PAUSES[tried] ?? 0);
        } else throw error;
      }
    }
  }

  /// Another tab may have signed in anew: then ours is old, and that was why.
  private async proofIsNew(): Promise<boolean> {
    const before = this.csrf;
    const session = (await this.once("GET", "/api/v1/session", undefined, {})) as { csrf?: string };
    this.csrf = session.csrf;
    return before !== this.csrf;
  }

  private async once(verb: string, url: string, body: unknown, options: CallOptions): Promise<unknown> {
    let answer: Response;
    try {
      answer = await this.around.fetch(url, {
        method: verb,
        headers: this.headersOf(verb, body, options),
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        signal: options.signal,
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new Problem(0, { code: "unreachable", detail: "no answer" });
    }
    if (!answer.ok) throw await problemOf(answer);
    if (answer.status === 204) return undefined;
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  }

  private headersOf(verb: string, body: unknown, options: CallOptions): Record<string, string> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (!CHANGES_NOTHING.has(verb)) {
      if (this.csrf) headers["X-CSRF-Token"] = this.csrf;
      if (options.key && !options.dryRun) headers["Idempotency-Key"] = options.key;
      if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
      if (options.dryRun) headers.Prefer = "dry-run";
    }
    return headers;
  }

  private targetOf(route: Route, asked: Values): { url: string; body: Values | undefined } {
    const rest = { ...asked };
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = rest[name];
      delete rest[name];
      return encodeURIComponent(String(value));
    });
    if (route.operation.requestBody) {
      const query = new URLSearchParams();
      for (const parameter of route.operation.parameters ?? [])
        if (parameter.in === "query" && parameter.name in rest) {
          append(query, parameter.name, rest[parameter.name]);
          delete rest[parameter.name];
        }
      return { url: withQuery(path, query), body: rest };
    }
    const query = new URLSearchParams();
    if (CHANGES_NOTHING.has(route.verb) || route.verb === "DELETE")
      for (const [name, value] of Object.entries(rest)) append(query, name, value);
    return { url: withQuery(path, query), body: CHANGES_NOTHING.has(route.verb) || route.verb === "DELETE" ? undefined : {} };
  }
}

function append(query: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null || value === "") return;
  if (Array.isArray(value)) for (const each of value) query.append(name, String(each));
  else query.append(name, String(value));
}

function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
