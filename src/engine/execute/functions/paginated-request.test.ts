import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAction } from '../run-action.ts';
import { loadDemo, outputOf, type Provider, play, pretend, step } from '../testing/harness.ts';

const records = (count: number): { id: number }[] => Array.from({ length: count }, (_, index) => ({ id: index + 1 }));

/** Pages of three with the index of the next record as token. */
const byToken =
  (count: number, size = 3): Provider =>
  ({ url }) => {
    const from = Number(new URL(url).searchParams.get('after') ?? 0);
    const next = from + size < count ? String(from + size) : null;
    return {
      json: { items: records(count).slice(from, from + size), meta: { next } },
      headers: { 'x-next': next ?? '' },
    };
  };

const byOffset: Provider = ({ url }) => {
  const from = Number(new URL(url).searchParams.get('offset'));
  return { json: { items: records(7).slice(from, from + 3) } };
};

const byPage =
  (last = 3): Provider =>
  ({ url }) => {
    const page = Number(new URL(url).searchParams.get('page'));
    return { json: { items: page > last ? [] : records(7).slice((page - 1) * 3, page * 3) } };
  };

const cursorParameters = {
  url: '/items',
  method: 'get',
  response: { dataKey: 'items', nextKey: 'meta.next' },
  iterator: { key: 'after', in: 'query' },
};

const walk = (
  parameters: Record<string, unknown>,
  provider: Provider,
  inputs: Record<string, unknown> = {},
  more = {},
) =>
  play({ steps: [step('s', 'paginated_request', { ...cursorParameters, ...parameters })], provider, inputs, ...more });

const place = async (parameters: Record<string, unknown>, provider: Provider, inputs: Record<string, unknown> = {}) => {
  const played = await walk(parameters, provider, inputs);
  const { data, next, position } = outputOf(played, 's');
  return { ids: (data as { id: number }[]).map(({ id }) => id), next, position, calls: played.requests.length };
};

describe('paginated_request by token', () => {
  it('gathers 25 records unless told otherwise and says when nothing remains', async () => {
    expect(await place({}, byToken(7))).toEqual({
      ids: [1, 2, 3, 4, 5, 6, 7],
      next: undefined,
      position: undefined,
      calls: 3,
    });
    expect((await place({}, byToken(60))).ids).toHaveLength(25);
  });

  it('ends within a page with the token of that page and the place in it', async () => {
    expect(await place({}, byToken(7), { page_size: 5 })).toEqual({
      ids: [1, 2, 3, 4, 5],
      next: '3',
      position: 2,
      calls: 2,
    });
  });

  it('ends within the first page with no token', async () => {
    expect(await place({}, byToken(7), { page_size: 2 })).toEqual({ ids: [1, 2], next: null, position: 2, calls: 1 });
  });

  it('ends at the end of a page with the token of the next', async () => {
    expect(await place({}, byToken(7), { page_size: 3 })).toEqual({ ids: [1, 2, 3], next: '3', position: 0, calls: 1 });
  });

  it('goes on from a token and a place', async () => {
    const cursor = { token: '3', position: 2 };
    expect(await place({ cursor }, byToken(7), { page_size: 5 })).toMatchObject({
      ids: [6, 7],
      next: undefined,
      position: undefined,
    });
  });

  it('skips nothing of the following page when the page has become shorter than the place in it', async () => {
    const cursor = { token: '3', position: 9 };
    expect((await place({ cursor }, byToken(7))).ids).toEqual([7]);
  });

  it('reads the token from a header, whatever its case, or by an expression', async () => {
    const inHeader = { dataKey: 'items', nextKey: 'X-Next', nextKeyIn: 'headers' };
    expect((await place({ response: inHeader }, byToken(7))).ids).toHaveLength(7);
    const byExpression = { dataKey: 'items', nextKey: '{{meta.next}}' };
    expect((await place({ response: byExpression }, byToken(7))).ids).toHaveLength(7);
  });

  it('sends the token in the body where the author says so', async () => {
    const { requests } = await walk({ method: 'post', iterator: { key: 'after', in: 'body' } }, ({ body }) => ({
      json: { items: [{ id: 1 }], meta: { next: body === undefined ? { a: 1 } : null } },
    }));
    expect(requests.map(({ body }) => body)).toEqual([undefined, '{"after":{"a":1}}']);
  });

  it('sends the members of an object token as query parameters', async () => {
    const { requests } = await walk({}, ({ url }) => ({
      json: { items: [{ id: 1 }], meta: { next: url.includes('?') ? null : { page: 2, size: 'x' } } },
    }));
    expect(requests[1]?.url).toMatch(/\?after%5Bpage%5D=2&after%5Bsize%5D=x$/);
  });

  it('makes one call where there is no token to read', async () => {
    expect(await place({ response: { dataKey: 'items' } }, byToken(7))).toMatchObject({
      ids: [1, 2, 3],
      calls: 1,
      next: undefined,
    });
  });

  it('takes the body itself as the list without dataKey', async () => {
    expect((await place({ response: {} }, { json: records(2) })).ids).toEqual([1, 2]);
  });

  it('ends after the page on which the condition of the iterator fails', async () => {
    const iterator = { key: 'after', in: 'query', condition: '{{meta.next == "3"}}' };
    expect(await place({ iterator }, byToken(9))).toMatchObject({ ids: [1, 2, 3, 4, 5, 6], next: undefined, calls: 2 });
  });

  it('ends when the provider gives the token it was asked with', async () => {
    const stuck: Provider = { json: { items: [{ id: 1 }], meta: { next: 'same' } } };
    expect(await place({}, stuck)).toMatchObject({ ids: [1, 1], calls: 2, next: undefined });
  });

  it('takes a page without a list as empty and says so', async () => {
    const { result, steps } = await walk({}, { json: { items: { id: 1 } } });
    expect(result).toMatchObject({ successful: true, data: [] });
    expect(steps['s']?.successful).toBe(true);
  });

  it('keys the records by a field', async () => {
    const played = await walk({ response: { ...cursorParameters.response, indexField: 'id' } }, byToken(2));
    expect(outputOf(played, 's')['data']).toEqual({ 1: { id: 1 }, 2: { id: 2 } });
  });

  it('yields the exchange of every page and the last status', async () => {
    const { raw, statusCode } = outputOf(await walk({}, byToken(4)), 's');
    expect(raw).toMatchObject([
      { status: 200, data: { meta: { next: '3' } } },
      { status: 200, data: { meta: { next: null } } },
    ]);
    expect(statusCode).toBe(200);
  });

  it('fails as a whole when one page fails', async () => {
    const { result } = await walk({}, (request, count) =>
      count === 1
        ? (byToken(7) as (r: typeof request, c: number) => object)(request, count)
        : { status: 403, json: { message: 'no' } },
    );
    expect(result).toMatchObject({ successful: false, statusCode: 403, message: 'no' });
    expect(result).not.toHaveProperty('data');
  });
});

describe('paginated_request by offset', () => {
  const offset = { iterator: { key: 'offset', in: 'query', mode: 'offset' }, response: { dataKey: 'items' } };

  it('sends the number of records read so far, from 0, until a page is empty', async () => {
    const { requests } = await walk(offset, byOffset);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([
      '?offset=0',
      '?offset=3',
      '?offset=6',
      '?offset=7',
    ]);
  });

  it('goes on by the place alone', async () => {
    expect(await place(offset, byOffset, { page_size: 5 })).toMatchObject({
      ids: [1, 2, 3, 4, 5],
      next: null,
      position: 5,
    });
    expect((await place({ ...offset, cursor: { position: 5 } }, byOffset)).ids).toEqual([6, 7]);
  });

  it('ends after the page on which the condition fails, and within a page where the budget ends', async () => {
    const iterator = { ...offset.iterator, condition: '{{items[0].id < 4}}' };
    expect(await place({ ...offset, iterator }, byOffset)).toEqual({
      ids: [1, 2, 3, 4, 5, 6],
      next: undefined,
      position: undefined,
      calls: 2,
    });
    expect(await place(offset, byOffset, { page_size: 3 })).toMatchObject({
      ids: [1, 2, 3],
      next: null,
      position: 3,
      calls: 1,
    });
  });

  it('takes a place that makes no sense as the start', async () => {
    expect((await place({ ...offset, cursor: { position: 'x' } }, byOffset)).ids).toHaveLength(7);
    expect((await place({ ...offset, cursor: { position: -3 } }, byOffset)).ids).toHaveLength(7);
  });

  it('sends the value of nextKey in its place where there is one', async () => {
    const provider: Provider = ({ url }) => {
      const from = Number(new URL(url).searchParams.get('offset'));
      return { json: { items: records(7).slice(from, from + 3), next: from + 3 < 7 ? from + 3 : null } };
    };
    const { requests } = await walk({ ...offset, response: { dataKey: 'items', nextKey: 'next' } }, provider);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual(['?offset=0', '?offset=3', '?offset=6']);
  });
});

describe('paginated_request by page', () => {
  const page = { iterator: { key: 'page', in: 'query', mode: 'page' }, response: { dataKey: 'items' } };

  it('counts from 1, or from the first page the author names, until a page is empty', async () => {
    const { requests } = await walk(page, byPage());
    expect(requests.map(({ url }) => new URL(url).search)).toEqual(['?page=1', '?page=2', '?page=3', '?page=4']);
    const zero = await walk({ ...page, iterator: { ...page.iterator, startPage: 0 } }, { json: { items: [] } });
    expect(zero.requests[0]?.url).toMatch(/\?page=0$/);
  });

  it('gives the page number as text to go on from', async () => {
    expect(await place(page, byPage(), { page_size: 4 })).toMatchObject({ ids: [1, 2, 3, 4], next: '2', position: 1 });
    expect(await place(page, byPage(), { page_size: 3 })).toMatchObject({ next: '2', position: 0 });
    expect((await place({ ...page, cursor: { token: '2', position: 1 } }, byPage())).ids).toEqual([5, 6, 7]);
  });

  it('ends when a page repeats', async () => {
    expect(await place(page, { json: { items: [{ id: 1 }] } })).toMatchObject({ ids: [1], calls: 2 });
  });

  it('ends where the connector reads a sign of the next page and finds none', async () => {
    const more: Provider = ({ url }) => {
      const number = Number(new URL(url).searchParams.get('page'));
      return { json: { items: records(7).slice((number - 1) * 3, number * 3), more: number < 3 ? 'yes' : null } };
    };
    expect(await place({ ...page, response: { dataKey: 'items', nextKey: 'more' } }, more)).toMatchObject({
      calls: 3,
      next: undefined,
    });
  });

  it('fails when there are more pages than the author allows', async () => {
    const { result } = await walk({ ...page, iterator: { ...page.iterator, maxPage: 2 } }, byPage());
    expect(result).toMatchObject({ successful: false, statusCode: 500 });
    expect(result.message).toContain('more than 2 pages');
  });
});

describe('the size of a page', () => {
  it.each([
    [{}, {}, 25],
    [{}, { cursor: { enabled: true, pageSize: 10 } }, 10],
    [{ page_size: 4 }, { cursor: { enabled: true, pageSize: 10 } }, 4],
    [{ page_size: '4.9' }, {}, 4],
    [{ page_size: 0 }, {}, 25],
    [{ page_size: 'x' }, {}, 25],
  ])('%j with %j is %s', async (inputs, action, expected) => {
    const { result } = await walk({}, byToken(60), inputs, { action });
    expect(result.data).toHaveLength(expected);
  });
});

describe('the cursor of a list', () => {
  const list = loadDemo({
    actions: [
      {
        actionId: 'list',
        label: 'List',
        description: 'Lists.',
        actionType: 'list',
        categories: ['hris'],
        steps: [
          {
            stepId: 's',
            description: 'Walk.',
            stepFunction: { functionName: 'paginated_request', parameters: cursorParameters },
          },
        ],
        result: { data: '$.steps.s.output.data', next: '$.steps.s.output.next' },
      },
    ],
  }).actions.get('demo_list');

  const page = async (count: number, inputs: Record<string, unknown>) => {
    if (list === undefined) throw new Error('no action');
    const { transport } = pretend(byToken(count));
    return runAction(list, {
      inputs,
      credentials: {},
      authenticationType: 'custom',
      environment: 'production',
      transport,
    });
  };

  it('is made by the engine, so that no record is lost or given twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }), async (count, size) => {
        const ids: unknown[] = [];
        let cursor: string | null | undefined;
        for (let guard = 0; guard < 60; guard += 1) {
          const result = await page(count, { page_size: size, ...(cursor ? { cursor } : {}) });
          ids.push(...(result.data as { id: number }[]).map(({ id }) => id));
          cursor = result.next;
          if (cursor === null) break;
        }
        expect(ids).toEqual(records(count).map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused with status 400 when it was not made here', async () => {
    expect(await page(7, { cursor: 'x' })).toMatchObject({
      successful: false,
      statusCode: 400,
      failure: { kind: 'engine', blame: 'caller' },
    });
  });

  it('is null on the last page', async () => {
    expect((await page(2, {})).next).toBeNull();
  });
});
