import { type Answer, asText, type Call, ok } from '../../kit/index.ts';
import { invalidPage } from '../errors.ts';

const MAX_PAGE_SIZE = 100;

const positive = (text: string | undefined): number | undefined =>
  text !== undefined && /^0*[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** Address of another page of the same list: parameters in alphabetical order, the first page without its number. */
function addressOf(call: Call<unknown>, page: number): string {
  const parameters = new URLSearchParams(call.rawQuery);
  parameters.delete('page');
  if (page > 1) parameters.set('page', String(page));
  parameters.sort();
  const text = parameters.toString();
  return `${call.baseUrl}${call.path}${text === '' ? '' : `?${text}`}`;
}

/**
 * One page of a list with the addresses of its neighbours.
 * @param show makes `results` from the records of the page
 * @throws Refusal 404 for a page that the list does not have
 */
export function pageAnswer<Row>(
  call: Call<unknown>,
  rows: readonly Row[],
  show: (page: readonly Row[]) => unknown,
): Answer {
  const size = Math.min(positive(asText(call.query['page_size'])) ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const asked = asText(call.query['page']) ?? '1';
  const page = asked === 'last' ? pages : positive(asked);
  const isEndless = call.has('endless_pages');
  if (page === undefined || (page > pages && !isEndless)) throw invalidPage();
  const hasNext = page < pages || isEndless;
  const next = call.has('repeating_cursor') ? 2 : hasNext ? page + 1 : undefined;
  // Pages that go on for ever repeat the list from its beginning.
  const start = ((page - 1) % pages) * size;
  return ok({
    count: rows.length,
    next: next === undefined ? null : addressOf(call, next),
    previous: page > 1 ? addressOf(call, page - 1) : null,
    results: show(rows.slice(start, start + size)),
  });
}
