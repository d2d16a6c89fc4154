// SPDX-License-Identifier: MIT
/** An amount in the currency's smallest unit, as the interface has it. */
export interface Money {
  minor: number;
  currency: string;
}

/** How many decimals a currency has: EUR 2, JPY 0, KWD 3. A code that no table knows has two. */
export function decimalsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

export function toMajor(money: Money): number {
  return money.minor / 10 ** decimalsOf(money.currency);
}

export function toMinor(major: number, currency: string): number {
  return Math.round(major * 10 ** decimalsOf(currency));
}
