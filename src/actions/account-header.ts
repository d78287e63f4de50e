import { fail } from '../kernel/index.ts';

/**
 * The account a request is about, from the places in which clients name it.
 * @param named what each place holds, for example the header and the query parameter
 * @throws PatchbayError `account_header_missing`, `account_header_conflict`
 */
export function accountIdOf(...named: unknown[]): string {
  let first: string | undefined;
  for (const place of named) {
    for (const value of Array.isArray(place) ? place : [place]) {
      const id = typeof value === 'string' ? value.trim() : '';
      if (id === '' || id === first) continue;
      if (first !== undefined)
        throw fail('account_header_conflict', { first: first.slice(0, 64), second: id.slice(0, 64) });
      first = id;
    }
  }
  if (first === undefined) throw fail('account_header_missing');
  return first;
}
