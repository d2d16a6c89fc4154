// SPDX-License-Identifier: MIT
import type { Air, Hears, Message, Stream, Told } from "./events.ts";

/// The stream by fetch, not by EventSource: comments are its beats, and its end has a reason.
function open(url: string, hears: Hears): Stream {
  const stop = new AbortController();
  void read(url, hears, stop.signal);
  return { close: () => stop.abort() };
}

async function read(url: string, hears: Hears, signal: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(url, { headers: { Accept: "text/event-stream" }, signal });
    if (answer.status === 401 || answer.status === 403) return hears.ended(answer.status === 401 ? "session_ended" : "not_allowed");
    if (!answer.ok || !answer.body) return hears.lost();
    hears.beat();
    const parser = new Lines(hears);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parser.take(value);
    }
    if (!signal.aborted && !parser.ended) hears.lost();
  } catch {
    if (!signal.aborted) hears.lost();
  }
}

/// Lines of server-sent events as they come.
export class Lines {
  ended = false;
  private rest = "";
  private id = "";
  private event = "";
  private data: string[] = [];
  private readonly hears: Hears;

  constructor(hears: Hears) {
    this.hears = hears;
  }

  take(text: string): void {
    const lines = (this.rest + text).split(/\r\n|\n/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.line(line);
  }

  private line(line: string): void {
    if (line === "") return this.done();
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "") this.hears.beat();
    else if (name === "id") this.id = value;
    else if (name === "event") this.event = value;
    else if (name === "data") this.data.push(value);
  }

  private done(): void {
    const [event, data] = [this.event, this.data.join("\n")];
    this.event = "";
    this.data = [];
    if (!data && event !== "overflow") return;
    if (event === "gap" || event === "overflow") return this.hears.stale();
    try {
      const value = JSON.parse(data) as Record<string, unknown>;
      if (event === "ended") {
        this.ended = true;
        this.hears.ended(String(value.reason ?? ""));
      } else this.hears.event(value as Told, this.id);
    } catch {
      this.hears.stale();
    }
  }
}

export function browserAir(): Air {
  return {
    open,
    channel: (name, heard) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (message: MessageEvent<Message>) => heard(message.data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    lead: (name, run) => navigator.locks.request(name, run) as Promise<void>,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}
