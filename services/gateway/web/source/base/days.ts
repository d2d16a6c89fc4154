// SPDX-License-Identifier: MIT
import { type CalendarDate, parseAbsolute, parseDate, toCalendarDate, today } from "@internationalized/date";

/// A day is a day wherever one is; an instant is shown in a zone. `locale` is that of formats, which need not be that of words.
export class Times {
  readonly locale: string;
  readonly zone: string;
  private readonly now: () => number;
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(locale: string, zone: string, now: () => number = Date.now) {
    this.locale = locale;
    this.zone = zone;
    this.now = now;
  }

  private format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let format = this.formats.get(name);
    if (!format) {
      format = new Intl.DateTimeFormat(this.locale, options);
      this.formats.set(name, format);
    }
    return format;
  }

  /// "10 Nov 2026".
  day(text: string): string {
    const day = dayOf(text);
    return day ? this.format("day", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(day.toDate("UTC")) : text;
  }

  /// "Tue 10 Nov"; with the year where it is another.
  shortDay(text: string): string {
    const day = dayOf(text);
    if (!day) return text;
    const year = day.year === today(this.zone).year ? {} : ({ year: "numeric" } as const);
    const name = "year" in year ? "short with year" : "short";
    return this.format(name, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC", ...year }).format(day.toDate("UTC"));
  }

  /// "Tuesday, 10 November 2026".
  longDay(text: string): string {
    const day = dayOf(text);
    return day
      ? this.format("long", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(day.toDate("UTC"))
      : text;
  }

  /// "10 Nov 2026, 09:12" in the zone.
  instant(text: string): string {
    const at = Date.parse(text);
    return Number.isNaN(at)
      ? text
      : this.format("instant", {
          day: "numeric",
          month: "short",
          year: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          timeZone: this.zone,
        }).format(at);
  }

  /// "09:12".
  clock(text: string): string {
    const at = Date.parse(text);
    return Number.isNaN(at) ? text : this.format("clock", { hour: "2-digit", minute: "2-digit", timeZone: this.zone }).format(at);
  }

  /// The day of an instant here; of a day that day.
  dayHere(text: string): string {
    if (isDay(text)) return text;
    return this.isInstant(text) ? toCalendarDate(parseAbsolute(text, this.zone)).toString() : text;
  }

  today(): string {
    return toCalendarDate(parseAbsolute(new Date(this.now()).toISOString(), this.zone)).toString();
  }

  /// How many days from today; below 0: it is over.
  daysUntil(text: string): number {
    const day = dayOf(this.dayHere(text));
    const now = dayOf(this.today());
    return day && now ? Math.round((day.toDate("UTC").getTime() - now.toDate("UTC").getTime()) / 86_400_000) : 0;
  }

  /// How many ms from now.
  until(text: string): number {
    return Date.parse(text) - this.now();
  }

  private isInstant(text: string): boolean {
    return text.includes("T") && !Number.isNaN(Date.parse(text));
  }
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function dayOf(text: string): CalendarDate | undefined {
  if (!isDay(text)) return undefined;
  try {
    return parseDate(text);
  } catch {
    return undefined;
  }
}

/// The zone of this computer.
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
