// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { Lines } from "./air.ts";
import { type Air, Events, type Hears, type Message, type Told } from "./events.ts";

/// A browser of several tabs, without a browser.
function browser() {
  const tabs: ((message: Message) => void)[] = [];
  const waiting: (() => Promise<void>)[] = [];
  const opened: { url: string; hears: Hears; closed: boolean }[] = [];
  const timers: { at: number; run: () => void }[] = [];
  let led = false;
  let now = 0;
  const next = (): void => {
    const run = waiting.shift();
    led = run !== undefined;
    if (run) void run().then(next);
  };
  const air = (): Air => ({
    open: (url, hears) => {
      const stream = { url, hears, closed: false };
      opened.push(stream);
      return {
        close: () => {
          stream.closed = true;
        },
      };
    },
    channel: (_, heard) => {
      tabs.push(heard);
      return {
        post: (message) => {
          for (const tab of tabs) if (tab !== heard) tab(message);
        },
        close: () => void tabs.splice(tabs.indexOf(heard), 1),
      };
    },
    lead: async (_, run) => {
      waiting.push(run);
      if (!led) next();
    },
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  });
  const pass = (ms: number) => {
    now += ms;
    for (const timer of timers.filter(({ at }) => at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
    }
  };
  return { air, opened, pass };
}

const told = (type: string): Told => ({ id: "1", type, source: "loans", subject: "s" });

test("Twelve tabs have one stream, and each hears what it tells", () => {
  const { air, opened } = browser();
  const heard: string[] = [];
  const tabs = Array.from({ length: 12 }, (_, tab) => {
    const events = new Events("kim", air());
    events.on(({ type }) => heard.push(`${tab} ${type}`));
    return events;
  });
  expect(opened).toHaveLength(1);
  opened[0]?.hears.event(told("loans.closed"), "loans:3");
  expect(heard).toHaveLength(12);
  expect(tabs.every(({ line }) => line === "live")).toBe(true);
});

test("When the tab that has it goes, the next goes on behind what was told", async () => {
  const { air, opened } = browser();
  const [first, second] = [new Events("kim", air()), new Events("kim", air())];
  opened[0]?.hears.event(told("loans.closed"), "loans:3,registry:9");
  first.close();
  await Promise.resolve();
  await Promise.resolve();
  expect(opened).toHaveLength(2);
  expect(opened[0]?.closed).toBe(true);
  expect(opened[1]?.url).toBe("/api/v1/events?after=loans%3A3%2Cregistry%3A9");
  expect(second.line).not.toBe("ended");
});

test("A line that is lost is tried again from where it was; one that is silent is said to be", () => {
  const { air, opened, pass } = browser();
  const [leader, follower] = [new Events("kim", air()), new Events("kim", air())];
  opened[0]?.hears.beat();
  opened[0]?.hears.lost();
  expect([leader.line, follower.line]).toEqual(["reconnecting", "reconnecting"]);
  pass(2_000);
  expect(opened).toHaveLength(2);
  opened[1]?.hears.beat();
  expect(follower.line).toBe("live");
  pass(10_000);
  expect(follower.line).toBe("reconnecting");
});

test("After a gap everything that is shown is old; after the end of the session nothing is tried until somebody signs in", () => {
  const { air, opened, pass } = browser();
  const events = new Events("kim", air());
  let stale = 0;
  events.onStale(() => (stale += 1));
  opened[0]?.hears.stale();
  expect(stale).toBe(1);
  opened[0]?.hears.ended("session_idle");
  pass(60_000);
  expect([events.line, opened.length]).toEqual(["ended", 1]);
  events.again();
  expect(opened).toHaveLength(2);
});

test("Lines of a stream are read wherever they are cut", () => {
  const heard: string[] = [];
  const lines = new Lines({
    event: ({ type }, position) => heard.push(`${type} ${position}`),
    stale: () => heard.push("stale"),
    beat: () => heard.push("beat"),
    lost: () => heard.push("lost"),
    ended: (reason) => heard.push(`ended ${reason}`),
  });
  const text =
    ': here\r\n\nid: loans:1\nevent: loans.closed\ndata: {"type":"loans.closed",\ndata: "id":"1"}\n\nevent: gap\ndata: {}\n\nevent: ended\ndata: {"reason":"token_revoked"}\n\ndata: no json\n\n';
  for (const letter of text) lines.take(letter);
  expect(heard).toEqual(["beat", "loans.closed loans:1", "stale", "ended token_revoked", "stale"]);
});
