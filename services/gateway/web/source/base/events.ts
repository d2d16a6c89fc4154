// SPDX-License-Identifier: MIT
/// One stream of events for all tabs of a browser: who holds the lock has it, and hands events on. When that tab goes, the next takes over
/// where it was.

export interface Told {
  id: string;
  type: string;
  source: string;
  subject?: string;
  parties?: string[];
  time?: string;
  actor?: string;
  data?: Record<string, unknown>;
  [attribute: string]: unknown;
}

export type Line = "connecting" | "live" | "reconnecting" | "offline" | "ended";

export interface Stream {
  close(): void;
}
export interface Hears {
  event(told: Told, position: string): void;
  /// What is shown has to be read anew: a gap, or too much at once.
  stale(): void;
  beat(): void;
  lost(): void;
  ended(reason: string): void;
}

/// What it stands on: replaced in tests.
export interface Air {
  open(url: string, hears: Hears): Stream;
  channel(name: string, heard: (message: Message) => void): { post(message: Message): void; close(): void };
  lead(name: string, run: () => Promise<void>): Promise<void>;
  after(ms: number, run: () => void): () => void;
}

export type Message =
  | { kind: "event"; told: Told; position: string }
  | { kind: "beat"; position: string; line: Line }
  | { kind: "stale" }
  | { kind: "ended"; reason: string };

const SILENCE = 10_000;
const AGAIN = 2_000;

export class Events {
  line: Line = "connecting";
  private readonly air: Air;
  private readonly listeners = new Set<(told: Told) => void>();
  private readonly staleListeners = new Set<() => void>();
  private readonly lineListeners = new Set<(line: Line) => void>();
  private position = "";
  private stream: Stream | undefined;
  private leads = false;
  private over = false;
  private release: (() => void) | undefined;
  private readonly channel: { post(message: Message): void; close(): void };
  private stopWaiting: (() => void) | undefined;

  constructor(user: string, air: Air) {
    this.air = air;
    this.channel = air.channel(`events:${user}`, (message) => this.hear(message));
    this.wait();
    void air.lead(`events:${user}`, () => this.takeOver());
  }

  on(listener: (told: Told) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  onStale(listener: () => void): () => void {
    this.staleListeners.add(listener);
    return () => this.staleListeners.delete(listener);
  }
  onLine(listener: (line: Line) => void): () => void {
    this.lineListeners.add(listener);
    return () => this.lineListeners.delete(listener);
  }

  close(): void {
    this.over = true;
    this.stopWaiting?.();
    this.stream?.close();
    this.channel.close();
    this.release?.();
  }

  /// After signing in again in place.
  again(): void {
    if (this.line !== "ended" || this.over) return;
    this.say("connecting");
    if (this.leads) this.open();
  }

  private takeOver(): Promise<void> {
    return new Promise((release) => {
      if (this.over) return release();
      this.release = release;
      this.leads = true;
      this.open();
    });
  }

  private open(): void {
    this.stream?.close();
    const after = this.position ? `?after=${encodeURIComponent(this.position)}` : "";
    this.stream = this.air.open(`/api/v1/events${after}`, {
      event: (told, position) => this.pass({ kind: "event", told, position: position || this.position }),
      stale: () => this.pass({ kind: "stale" }),
      beat: () => this.pass({ kind: "beat", position: this.position, line: "live" }),
      lost: () => {
        this.stream?.close();
        this.pass({ kind: "beat", position: this.position, line: "reconnecting" });
        this.air.after(AGAIN, () => !this.over && this.line !== "ended" && this.open());
      },
      ended: (reason) => {
        this.stream?.close();
        this.pass({ kind: "ended", reason });
        if (reason === "rights_changed") this.air.after(AGAIN, () => this.again());
      },
    });
  }

  private pass(message: Message): void {
    this.channel.post(message);
    this.hear(message);
  }

  private hear(message: Message): void {
    if (this.over) return;
    if (message.kind === "stale") for (const each of this.staleListeners) each();
    else if (message.kind === "ended") this.say("ended");
    else {
      if (message.position) this.position = message.position;
      this.say(message.kind === "beat" ? message.line : "live");
      if (message.kind === "event") for (const each of this.listeners) each(message.told);
    }
    if (!this.leads) this.wait();
  }

  /// A leader that is silent is one that is in trouble.
  private wait(): void {
    this.stopWaiting?.();
    this.stopWaiting = this.air.after(SILENCE, () => !this.leads && this.line === "live" && this.say("reconnecting"));
  }

  private say(line: Line): void {
    if (this.line === line) return;
    this.line = line;
    for (const each of this.lineListeners) each(line);
  }
}
