// SPDX-License-Identifier: MIT
// A deployment of its own: all services, a fresh state, the built workplace; and the interface behind it.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const programs = process.env.RAPPORT_BIN ?? fileURLToPath(new URL("../../../build/dev/bin/", import.meta.url));
const workplace = process.env.RAPPORT_WEB ?? fileURLToPath(new URL("../../../build/share/rapport/web/", import.meta.url));

function ready(child) {
  return new Promise((yes, no) => {
    let said = "";
    const take = (text) => {
      said += text;
      const origin = /ready (http:\/\/\S+)/.exec(said)?.[1];
      if (origin) yes(origin);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("exit", (code) => no(new Error(`rapport up ended with ${code}: ${said}`)));
  });
}

export async function deploy({ http = "127.0.0.1:0", state } = {}) {
  const folder = state ?? (await mkdtemp(join(tmpdir(), "rapport-browser-")));
  const start = (at) => {
    const child = spawn(join(programs, "rapport"), ["up", "--state", folder, "--http", at, "--log-level", "warn"], {
      env: { ...process.env, RAPPORT_GATEWAY_WEB: workplace },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { child, told: ready(child) };
  };
  let running = start(http);
  const origin = await running.told;
  const token = (await readFile(join(folder, "admin.token"), "utf8")).trim();

  async function ask(method, path, body, headers = {}) {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    const told = text ? JSON.parse(text) : undefined;
    if (!answer.ok) throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`), { status: answer.status, told });
    return told;
  }
  async function halt() {
    const ended = new Promise((done) => running.child.once("exit", done));
    running.child.kill("SIGINT");
    await ended;
  }
  return {
    origin,
    state: folder,
    token,
    ask,
    halt,
    /** Again, on the same port, over the same state. */
    async resume() {
      running = start(new URL(origin).host);
      await running.told;
    },
    async end() {
      await halt();
      if (!state) await rm(folder, { recursive: true, force: true });
    },
  };
}
