import { fail } from '../kernel/index.ts';

/**
 * The account a request is about, from the places in which clients name it.
 * @param named what each place holds, for example the header and the query parameter
 * @throws PatchbayError `account_header_missing`, `account_header_conflict`
 */
export function accountIdOf(...named: unknown[]): string {
  const ids = named
    .flat()
    .filter((id): id is string => typeof id === 'string' && id.trim() !== '')
    .map((id) => id.trim());
  const [first] = ids;
  if (first === undefined) throw fail('account_header_missing');
  const second = ids.find((id) => id !== first);
  if (second !== undefined)
    throw fail('account_header_conflict', { first: first.slice(0, 64), second: second.slice(0, 64) });
  return first;
}
