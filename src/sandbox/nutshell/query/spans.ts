import { asText, type QueryValue } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';

/** Reads `filter[dateMin]` and `filter[dateMax]`; a date alone ends with its day. @throws Refusal 400 */
export function readDates(
  view: View,
  filter: Readonly<Record<string, QueryValue>>,
): (seconds: number | null) => boolean {
  const read = (name: 'dateMin' | 'dateMax', initial: number): number => {
    const text = asText(filter[name]);
    if (text === undefined) return initial;
    const seconds = readTime(text);
    if (seconds === undefined)
      throw badRequest(view.call, 'Invalid filter', { detail: `Invalid value for ${name}: ${text}` });
    return name === 'dateMax' && text.length === 10 && text.includes('-') ? seconds + 86_399 : seconds;
  };
  const [from, to] = [read('dateMin', Number.NEGATIVE_INFINITY), read('dateMax', Number.POSITIVE_INFINITY)];
  const isOpen = from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY;
  return (seconds) => (seconds === null ? isOpen : seconds >= from && seconds <= to);
}
