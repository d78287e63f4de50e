import { expect } from 'vitest';
import { inputNames, withInput } from '../inputs.ts';
import type { Inputs } from '../sheet.ts';
import { type Check, type Declared, dataOf, type Subject } from '../subject.ts';
import type { RunOptions } from '../world.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

const MOST_PAGES = 100;

const isList = ({ action, spec }: Declared): boolean => (spec.answers ?? action.actionType) === 'list';
const isPaged = ({ action }: Declared): boolean => inputNames(action, 'query').includes('next');

/** Follows `next` to the end. */
async function walk(subject: Subject, inputs: Inputs, options?: RunOptions): Promise<Rows[]> {
  const pages: Rows[] = [];
  let next: string | null | undefined;
  do {
    const ran = await subject.run(next ? withInput(inputs, 'query', 'next', next) : inputs, options);
    pages.push(dataOf(ran) as Rows);
    next = ran.result.next;
    if (pages.length > MOST_PAGES) throw new Error(`${subject.action.id} still goes on after ${MOST_PAGES} pages`);
  } while (next);
  return pages;
}

export const allPages: Check = {
  title: 'lists every record once, page by page, to the end',
  impossible: (declared) => (isList(declared) ? undefined : 'it is no list'),
  async verify(subject) {
    const { world, sheet } = subject;
    const { fewest } = await subject.examples();
    const [request] = (await subject.run(fewest)).requests;
    const all = await sheet.readAll(world, new URL(request!.url), request!.body);
    const [least, most] = sheet.pageSizes;
    const size = Math.min(most, Math.max(least, Math.ceil(all.length / 3.5)));
    const paged = isPaged(subject);
    const pages = await walk(subject, paged ? withInput(fewest, 'query', 'page_size', size) : fewest);

    expect(pages.flat().map(sheet.identity)).toEqual(all.map(sheet.identity));
    expect(new Set(all.map(sheet.identity)).size).toBe(all.length);
    if (!paged) return;
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(size);
    if (all.length > size) expect(pages.length).toBeGreaterThan(1);
  },
};

export const endlessPages: Check = {
  title: 'ends although the provider always names a further page, or the same one again',
  impossible: (declared) =>
    !isList(declared) ? 'it is no list' : isPaged(declared) ? undefined : 'it is answered with one page',
  async verify(subject) {
    const { fewest } = await subject.examples();
    const [, most] = subject.sheet.pageSizes;
    const inputs = withInput(fewest, 'query', 'page_size', most);
    const endless = await subject.run(inputs, { fault: () => 'endless_pages' });
    expect((dataOf(endless) as Rows).length).toBeLessThanOrEqual(most);
    const pages = await walk(subject, inputs, { fault: () => 'repeating_cursor' });
    expect(pages.length).toBeGreaterThan(0);
  },
};
