// SPDX-License-Identifier: MIT
import { browserAir } from "../base/air.ts";
import { ownWords, readDocument, toldWords } from "../base/boot.ts";
import type { Client } from "../base/client.ts";
import { Times, zoneHere } from "../base/days.ts";
import { Drafts, inMemory, onDisk } from "../base/drafts.ts";
import { Events } from "../base/events.ts";
import { Keys } from "../base/keys.ts";
import { modelOf } from "../base/model.ts";
import { type Name, Names } from "../base/names.ts";
import { Numbers } from "../base/numbers.ts";
import type { Session } from "../base/permissions.ts";
import { languageHere, localeOf, Preferences, type Taste, tasteHere } from "../base/preferences.ts";
import { Words } from "../base/words.ts";
import type { Workplace } from "../base/workplace.tsx";

/// What the words and formats of a page follow from.
export interface Speech {
  words: Words;
  times: Times;
  numbers: Numbers;
}

export async function speechOf(client: Client, taste: Taste, told: boolean): Promise<Speech> {
  const language = languageHere(taste);
  const locale = localeOf(language, taste.region);
  const [own, services] = await Promise.all([ownWords(language), told ? toldWords(client, language) : {}]);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  return {
    words: new Words(language, own, services, locale),
    times: new Times(locale, taste.zone ?? zoneHere()),
    numbers: new Numbers(locale),
  };
}

/// The workplace of somebody who is signed in. `shared`: nothing stays on this computer.
export async function enter(client: Client, session: Session, shared: boolean): Promise<Workplace> {
  const document = await readDocument(client);
  const preferences = new Preferences(client, tasteHere());
  await preferences.read().catch(() => undefined);
  const speech = await speechOf(client, preferences.now, true);
  const user = session.user?.id ?? "";
  const keys = new Keys();
  keys.on = preferences.now.keys ?? true;
  return {
    ...speech,
    client,
    session,
    preferences,
    keys,
    model: modelOf(document),
    names: new Names(async (refs) => ((await client.ask("gateway_names", { refs })) as { items: Name[] }).items),
    events: new Events(user, browserAir()),
    drafts: new Drafts(user, shared || !("indexedDB" in window) ? inMemory() : onDisk()),
  };
}
