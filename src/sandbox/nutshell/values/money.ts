/** An amount of money. */
export interface Money {
  /** `18500.00`; the number 0 for nothing. */
  readonly amount: string | 0;
  readonly currency: string;
  readonly formatted: string;
}

const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€' };

const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The sign of a currency, or its code. */
export const symbolOf = (currency: string): string => SYMBOLS[currency] ?? `${currency} `;

/** `18500.00`. */
export const amountOf = (value: number): string => (Math.round(value * 100) / 100).toFixed(2);

/** `$18,500.00`. */
export const formatMoney = (value: number, currency: string): string =>
  `${value < 0 ? '-' : ''}${symbolOf(currency)}${CENTS.format(Math.abs(value))}`;

/** @param value in units of the currency */
export const money = (value: number, currency: string): Money => ({
  amount: amountOf(value),
  currency,
  formatted: formatMoney(value, currency),
});

/** Value of a lead: where there is none the amount is the number 0 and nothing is printed. */
export const leadMoney = (value: number, currency: string): Money =>
  value === 0 ? { amount: 0, currency, formatted: '' } : money(value, currency);

/** Reads an amount: a number, or text such as `21000.00`, `$21,000`. Undefined for anything else. */
export function readAmount(given: unknown): number | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text !== 'string') return undefined;
  const plain = text.replace(/[,$€\s]/g, '');
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
}
