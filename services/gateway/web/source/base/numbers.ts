// SPDX-License-Identifier: MIT
/// Numbers, money and time spans as they are written in a place.

export interface Money {
  minor: number;
  currency: string;
}

export function isMoney(value: unknown): value is Money {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Money).minor === "number" &&
    typeof (value as Money).currency === "string"
  );
}

export class Numbers {
  private readonly locale: string;
  private readonly plain: Intl.NumberFormat;
  private readonly moneys = new Map<string, Intl.NumberFormat>();

  constructor(locale: string) {
    this.locale = locale;
    this.plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  }

  number(value: number): string {
    return this.plain.format(value);
  }

  /// "EUR 48,000.00": the code, for a sign may be that of several.
  money(value: Money): string {
    let format = this.moneys.get(value.currency);
    try {
      format ??= new Intl.NumberFormat(this.locale, { style: "currency", currency: value.currency, currencyDisplay: "code" });
    } catch {
      return `${value.currency} ${value.minor}`;
    }
    this.moneys.set(value.currency, format);
    return format.format(value.minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }
}

/// "1 h 40 min"; from two days on "2 d 3 h".
export function span(minutes: number, units: { day: string; hour: string; minute: string }): string {
  const whole = Math.max(0, Math.round(minutes));
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60), whole % 60];
  if (days >= 2) return hours % 24 ? `${days} ${units.day} ${hours % 24} ${units.hour}` : `${days} ${units.day}`;
  if (!hours) return `${rest} ${units.minute}`;
  return rest ? `${hours} ${units.hour} ${String(rest).padStart(2, "0")} ${units.minute}` : `${hours} ${units.hour}`;
}
