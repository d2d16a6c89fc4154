// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { Client } from "./client.ts";
import type { OpenApi } from "./document.ts";
import { Problem } from "./problem.ts";

const document = {
  paths: {
    "/api/v1/loans": {
      get: { operationId: "loans_list", responses: {}, parameters: [{ name: "state", in: "query" }] },
      post: { operationId: "loans_create", responses: {}, requestBody: { content: {} } },
    },
    "/api/v1/loans/{id}": {
      get: { operationId: "loans_get", responses: {} },
      patch: { operationId: "loans_update", responses: {}, requestBody: { content: {} } },
    },
    "/api/v1/loans/{id}/close": { post: { operationId: "loans_close", responses: {} } },
  },
  components: { schemas: {} },
} as unknown as OpenApi;

interface Sent {
  url: string;
  verb: string;
  headers: Record<string, string>;
  body: unknown;
}

function answering(...answers: (number | [number, unknown])[]) {
  const sent: Sent[] = [];
  const waited: number[] = [];
  let keys = 0;
  const client = new Client({
    fetch: async (url, init) => {
      sent.push({
        url,
        verb: init.method ?? "",
        headers: init.headers as Record<string, string>,
        body: init.body ? JSON.parse(String(init.body)) : undefined,
      });
      const next = answers.shift() ?? 200;
      const [status, body] = typeof next === "number" ? [next, {}] : next;
      if (status === 0) throw new TypeError("no network");
      return new Response(status === 204 ? null : JSON.stringify(body), { status });
    },
    wait: async (ms) => void waited.push(ms),
    newKey: () => `key-${++keys}`,
  });
  client.know(document);
  return { client, sent, waited };
}

test("An operation is called by its id: path, query and body are where the document says", async () => {
  const { client, sent } = answering();
  await client.ask("loans_list", { state: ["open", "late"], after: undefined });
  await client.ask("loans_update", { id: "L 1", title: "x" });
  expect(sent[0]?.url).toBe("/api/v1/loans?state=open&state=late");
  expect(sent[1]).toMatchObject({ url: "/api/v1/loans/L%201", verb: "PATCH", body: { title: "x" } });
});

test("A change says its key, its proof and the version that it starts from; a reading does not", async () => {
  const { client, sent } = answering();
  client.csrf = "proof";
  await client.ask("loans_update", { id: "1" }, { version: 7 });
  await client.ask("loans_get", { id: "1" });
  expect(sent[0]?.headers).toMatchObject({ "Idempotency-Key": "key-1", "X-CSRF-Token": "proof", "If-Match": '"7"' });
  expect(sent[1]?.headers).not.toHaveProperty("Idempotency-Key");
  expect(sent[1]?.headers).not.toHaveProperty("X-CSRF-Token");
});

test("What passes is sent again with the same key, and given up after four pauses", async () => {
  const { client, sent, waited } = answering(0, 503, [504, { code: "in_doubt" }], 200);
  await client.ask("loans_close", { id: "1" });
  expect(sent.map(({ headers }) => headers["Idempotency-Key"])).toEqual(["key-1", "key-1", "key-1", "key-1"]);
  expect(waited).toEqual([500, 1000, 2000]);
  const never = answering(0, 0, 0, 0, 0, 0);
  await expect(never.client.ask("loans_close", { id: "1" })).rejects.toMatchObject({ code: "unreachable", passes: true });
  expect(never.sent).toHaveLength(5);
});

test("A refusal is not sent again", async () => {
  const { client, sent } = answering([
    409,
    { code: "failed_precondition", errors: [{ field: "", reason: "actions_are_open", params: { count: 2 } }] },
  ]);
  const problem: Problem = await client.ask("loans_close", { id: "1" }).then(
    () => expect.fail("was done"),
    (error) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  expect(problem.errors[0]?.reason).toBe("actions_are_open");
  expect(sent).toHaveLength(1);
});

test("Where the session is over, it waits until somebody signed in and sends the same again", async () => {
  const { client, sent } = answering([401, { reason: "session_idle" }], 200);
  client.onSignedOut = async (problem) => {
    expect(problem.document.reason).toBe("session_idle");
    client.csrf = "new";
  };
  await client.ask("loans_close", { id: "1" });
  expect(sent.map(({ headers }) => headers["Idempotency-Key"])).toEqual(["key-1", "key-1"]);
  expect(sent[1]?.headers["X-CSRF-Token"]).toBe("new");
});

test("A proof that became old is fetched anew, once; a refusal of the right stays one", async () => {
  const { client, sent } = answering(403, [200, { csrf: "new" }], 200);
  client.csrf = "old";
  await client.ask("loans_close", { id: "1" });
  expect(sent.map(({ url }) => url)).toEqual(["/api/v1/loans/1/close", "/api/v1/session", "/api/v1/loans/1/close"]);
  const refused = answering(403, [200, { csrf: "same" }]);
  refused.client.csrf = "same";
  await expect(refused.client.ask("loans_close", { id: "1" })).rejects.toMatchObject({ status: 403 });
});

test("A conflict brings the record as it is", async () => {
  const { client } = answering([412, { code: "aborted", current: { id: "1", version: 3 } }]);
  await expect(client.ask("loans_update", { id: "1" }, { version: 2 })).rejects.toMatchObject({
    isConflict: true,
    document: { current: { version: 3 } },
  });
});

test("A dry run has no key: nothing is to be remembered", async () => {
  const { client, sent } = answering();
  await client.ask("loans_close", { id: "1" }, { dryRun: true });
  expect(sent[0]?.headers).toMatchObject({ Prefer: "dry-run" });
  expect(sent[0]?.headers).not.toHaveProperty("Idempotency-Key");
});

test("An operation that is not offered is said to be so, without a request", async () => {
  const { client, sent } = answering();
  await expect(client.ask("loans_burn")).rejects.toMatchObject({ code: "not_offered" });
  expect(sent).toHaveLength(0);
});
