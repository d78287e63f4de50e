import { describe, expect, it } from 'vitest';
import type { CompiledAction } from '../program.ts';
import { runAction } from './run-action.ts';
import { loadDemo, outputOf, play, pretend, step } from './testing/harness.ts';

const values = (id: string, data: unknown, more: Record<string, unknown> = {}) =>
  step(id, 'static_values', { values: data }, more);
const get = (id: string, url = '/x', more: Record<string, unknown> = {}) =>
  step(id, 'request', { url, method: 'get' }, more);

describe('steps', () => {
  it('run in order and see those before them', async () => {
    const { result } = await play({ steps: [values('a', 1), values('b', '{{steps.a.output.data + 1}}')] });
    expect(result.data).toBe(2);
  });

  it('leave a snapshot for expressions', async () => {
    const { result } = await play({
      steps: [get('a'), values('b', '$.steps.a')],
      provider: { json: { x: 1 } },
      run: { clock: { now: () => 5 } },
    });
    expect(result.data).toMatchObject({
      successful: true,
      output: { data: { x: 1 }, statusCode: 200 },
      statistics: { startTime: 5, endTime: 5 },
    });
  });

  it.each([
    ['{{inputs.x}}', { x: { a: 1 } }, false],
    ['{{inputs.x}}', {}, true],
    ['{{inputs.x == 1}}', { x: 1 }, false],
    ['$.inputs.x', { x: 'yes' }, false],
    ['false', {}, true],
    ['true', {}, false],
  ])('are skipped when their condition %s is falsy for %j: %s', async (condition, inputs, skipped) => {
    const { steps } = await play({ steps: [values('a', 1, { condition })], inputs });
    expect(steps['a']).toMatchObject({ skipped, successful: true });
    expect('output' in (steps['a'] ?? {})).toBe(!skipped);
  });

  it('that were skipped show it and have no output', async () => {
    const { result } = await play({ steps: [values('a', 1, { condition: '{{false}}' }), values('b', '$.steps.a')] });
    expect(result.data).toEqual({ successful: true, skipped: true });
  });

  it('fail the action with the first failure', async () => {
    const { result, requests } = await play({
      steps: [get('a'), get('b')],
      provider: { status: 500, json: { message: 'boom' } },
    });
    expect(requests).toHaveLength(1);
    expect(result).toMatchObject({ successful: false, message: 'boom', failure: { stepId: 'a' } });
  });

  it('that may fail leave what went wrong for later steps', async () => {
    const { result } = await play({
      steps: [get('a', '/x', { ignoreError: true }), values('b', '$.steps.a')],
      provider: { status: 404, json: { message: 'gone' } },
    });
    expect(result).toMatchObject({
      successful: true,
      data: {
        successful: false,
        message: 'gone',
        output: { statusCode: 404, message: 'gone', data: { message: 'gone' } },
        errors: [{ name: 'Error', message: 'gone', response: { status: 404 } }],
      },
    });
  });

  it('fail when their criteria of success do not hold', async () => {
    const criteria = { successCriteria: '{{steps.a.output.data.ok}}' };
    expect(
      (await play({ steps: [get('a', '/x', criteria)], provider: { json: { ok: true } } })).result.successful,
    ).toBe(true);
    const { result } = await play({ steps: [get('a', '/x', criteria)], provider: { json: { ok: 'yes' } } });
    expect(result).toMatchObject({ successful: false, failure: { kind: 'engine', stepId: 'a' } });
  });
});

describe('iterators', () => {
  it('run a step once per item and collect the data in order', async () => {
    const { result, requests } = await play({
      steps: [get('a', '/people/${iterator.item.id}', { iterator: '$.inputs.people' })],
      inputs: { people: [{ id: 1 }, { id: 2 }] },
      provider: ({ url }) => ({ json: url.slice(-1) }),
    });
    expect(requests.map(({ url }) => url)).toEqual([
      'https://api.demo.example/people/1',
      'https://api.demo.example/people/2',
    ]);
    expect(result.data).toEqual(['1', '2']);
  });

  it('keep every round for expressions', async () => {
    const { result } = await play({
      steps: [values('a', '{{iterator.item * 2}}', { iterator: '$.inputs.n' }), values('b', '$.intermediateSteps.a')],
      inputs: { n: [1, 2] },
    });
    expect(result.data).toMatchObject([
      { iterator: { item: 1, index: 0, current: 1 }, snapshot: { successful: true, output: { data: 2 } } },
      { iterator: { item: 2, index: 1 }, snapshot: { output: { data: 4 } } },
    ]);
  });

  it('run several functions in sequence per item, each seeing the one before', async () => {
    const { result } = await play({
      steps: [
        {
          stepId: 'a',
          iterator: '$.inputs.n',
          stepFunctions: [
            { functionName: 'static_values', parameters: { values: '{{iterator.item + 1}}' } },
            { functionName: 'static_values', parameters: { values: '{{steps.a.output.data * 10}}' } },
          ],
        },
      ],
      inputs: { n: [1, 2] },
    });
    expect(result.data).toEqual([20, 30]);
  });

  it.each([
    ['nothing', undefined, []],
    ['null', null, []],
    ['an empty list', [], []],
    ['one value', 3, [3]],
  ])('take %s as a list', async (_what, n, expected) => {
    const { result } = await play({
      steps: [values('a', '$.iterator.item', { iterator: '$.inputs.n' })],
      inputs: { n },
    });
    expect(result.data).toEqual(expected);
  });

  it('fail with the first item that fails, unless errors are ignored', async () => {
    const provider = ({ url }: { url: string }) =>
      url.endsWith('2') ? { status: 500, json: {} } : { json: url.slice(-1) };
    const inputs = { n: [1, 2, 3] };
    const strict = await play({ steps: [get('a', '/${iterator.item}', { iterator: '$.inputs.n' })], inputs, provider });
    expect(strict.result).toMatchObject({ successful: false, statusCode: 500 });
    expect(strict.requests).toHaveLength(2);
    const lenient = await play({
      steps: [get('a', '/${iterator.item}', { iterator: '$.inputs.n', ignoreError: true })],
      inputs,
      provider,
    });
    expect(lenient.result).toMatchObject({ successful: true, data: ['1', null, '3'] });
  });

  it('are gone after the step', async () => {
    const { result } = await play({
      steps: [values('a', 1, { iterator: '$.inputs.n' }), values('b', { seen: '$.iterator' })],
      inputs: { n: [1] },
    });
    expect(result.data).toEqual({ seen: undefined });
  });

  it('go through at most 10,000 items', async () => {
    const { result } = await play({
      steps: [values('a', 1, { iterator: '$.inputs.n' })],
      inputs: { n: new Array(10_001).fill(0) },
    });
    expect(result.message).toContain('at most 10000');
  });

  it('end when the run is ended', async () => {
    const controller = new AbortController();
    const { result, requests } = await play({
      steps: [get('a', '/${iterator.item}', { iterator: '$.inputs.n' })],
      inputs: { n: [1, 2, 3] },
      provider: () => {
        controller.abort(new Error('stopped'));
        return { json: 1 };
      },
      run: { signal: controller.signal },
    });
    expect(requests).toHaveLength(1);
    expect(result.successful).toBe(false);
  });
});

describe('results', () => {
  it('are evaluated at every depth; literals stay', async () => {
    const { result } = await play({
      steps: [values('a', { id: 5, list: [1] })],
      action: {
        result: {
          data: { id: '$.steps.a.output.data.id', kind: 'thing', all: ['$.steps.a.output.data.list'] },
          message: 'made ${steps.a.output.data.id}',
        },
      },
    });
    expect(result).toEqual({
      successful: true,
      statusCode: 200,
      data: { id: 5, kind: 'thing', all: [[1]] },
      message: 'made 5',
    });
  });

  it('may be one expression', async () => {
    expect((await play({ steps: [values('a', 1)], action: { result: '$.steps.a.output' } })).result.data).toEqual({
      data: 1,
    });
  });

  it('are the data of the last step where the author states none', async () => {
    expect(
      (await play({ steps: [values('a', 1), values('b', 2), values('c', 3, { condition: '{{false}}' })] })).result.data,
    ).toBe(2);
  });

  it('pass on the cursor of the provider', async () => {
    const action = { result: { data: 1, next: '$.steps.a.output.data' } };
    const next = async (value: unknown) =>
      (await play({ steps: [values('a', '$.inputs.next')], inputs: { next: value }, action })).result.next;
    expect(await next('abc')).toBe('abc');
    expect(await next(5)).toBe('5');
    expect(await next(null)).toBeNull();
    expect(await next(undefined)).toBeUndefined();
  });

  it('do not see credentials, except where credentials are renewed', async () => {
    const scenario = { steps: [values('a', 1)], action: { result: '$.credentials.apiKey' } };
    expect((await play(scenario)).result.data).toBeUndefined();
    expect((await play({ ...scenario, run: { flowType: 'refresh_authentication' } })).result.data).toBe('key-000001');
  });

  it('have the status the author declares for success', async () => {
    const { result } = await play({ steps: [values('a', 1)], action: { responses: { success: { statusCode: 201 } } } });
    expect(result.statusCode).toBe(201);
  });
});

describe('a run that is ended from outside', () => {
  it('goes no further, and says why', async () => {
    const controller = new AbortController();
    const { result, requests } = await play({
      steps: [get('a'), values('b', 1), get('c')],
      provider: () => {
        controller.abort(new Error('deadline'));
        return { json: 1 };
      },
      run: { signal: controller.signal },
    });
    expect(requests).toHaveLength(1);
    expect(result).toMatchObject({
      successful: false,
      statusCode: 408,
      failure: { stepId: 'b', kind: 'transport', cause: { code: 'provider_timed_out' } },
    });
  });
});

describe('a run with a deadline', () => {
  it('makes no call after it, and says that time ran out', async () => {
    let now = 1_000;
    const { result, requests } = await play({
      steps: [get('a'), get('b'), get('c')],
      provider: () => {
        now += 600;
        return { json: 1 };
      },
      run: { deadlineAt: 2_000, clock: { now: () => now } },
    });
    expect(requests).toHaveLength(2);
    expect(result).toMatchObject({
      successful: false,
      statusCode: 408,
      failure: { stepId: 'c', kind: 'transport', cause: { code: 'provider_timed_out' } },
    });
  });

  it('reads no further page after it', async () => {
    let now = 0;
    const { result, requests } = await play({
      steps: [
        step('list', 'paginated_request', {
          url: '/x',
          method: 'get',
          response: { dataKey: 'data', nextKey: 'next' },
          iterator: { key: 'after', in: 'query' },
        }),
      ],
      inputs: { page_size: 100 },
      provider: () => {
        now += 400;
        return { json: { data: [{ id: now }], next: `p${now}` } };
      },
      run: { deadlineAt: 1_000, clock: { now: () => now } },
    });
    expect(requests).toHaveLength(3);
    expect(result.failure).toMatchObject({ kind: 'transport', cause: { code: 'provider_timed_out' } });
  });
});

describe('streams', () => {
  const download = (id: string) => step(id, 'download_file', { url: '/f', responseMode: 'stream' });

  it('outlive the steps after them', async () => {
    const { result } = await play({ steps: [download('a'), values('b', 1)], provider: { text: 'hello' } });
    const chunks: Uint8Array[] = [];
    for await (const chunk of result.stream ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('hello');
    expect(result.data).toBe(1);
  });

  it('are closed when a later step fails', async () => {
    let closed = false;
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false as const, value: new Uint8Array(1) }),
        return: async () => {
          closed = true;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const { result } = await play({
      steps: [download('a'), get('b')],
      run: {
        transport: async ({ url, stream }) => ({
          status: stream === true ? 200 : 500,
          headers: {},
          body: new Uint8Array(),
          url,
          ...(stream === true ? { stream: body } : {}),
        }),
      },
    });
    expect(result.successful).toBe(false);
    expect(result).not.toHaveProperty('stream');
    expect(closed).toBe(true);
  });
});

describe('the context of a run', () => {
  it('says which connector, action, account and environment it is about', async () => {
    const { result } = await play({
      steps: [
        values('a', '$.context'),
        values('b', { c: '$.steps.a.output.data', connector: '$.connector.key', action: '$.action.id' }),
      ],
      run: { context: { accountSecureId: 'acc', sandboxUrl: 'http://localhost/sandbox/demo', connectorKey: 'forged' } },
      action: { schema: 'employees' },
    });
    expect(result.data).toMatchObject({
      c: {
        accountSecureId: 'acc',
        sandboxUrl: 'http://localhost/sandbox/demo',
        connectorKey: 'demo',
        connectorVersion: '1.0.0',
        category: 'hris',
        actionType: 'custom',
        schema: 'employees',
        authenticationType: 'custom',
        environment: 'production',
        flowType: 'action',
      },
      connector: 'demo',
      action: 'demo_act',
    });
  });

  it('fails where the connector has no such auth config or environment', async () => {
    for (const run of [{ authenticationType: 'other' }, { environment: 'moon' }]) {
      const { result, requests } = await play({ steps: [get('a')], run });
      expect(result.failure?.kind).toBe('engine');
      expect(requests).toEqual([]);
    }
  });
});

describe('runAction', () => {
  it('refuses an action that was not made by loadConnector', async () => {
    await expect(runAction({ id: 'x' } as CompiledAction, {} as never)).rejects.toThrow(TypeError);
  });

  it('may be run any number of times at once', async () => {
    const action = loadDemo({
      actions: [
        {
          actionId: 'act',
          label: 'A',
          description: 'A.',
          steps: [{ ...get('a', '/${inputs.n}'), description: 'G.' }],
          result: '$.steps.a.output.data',
        },
      ],
    }).actions.get('demo_act');
    if (action === undefined) throw new Error('no action');
    const { transport } = pretend(async ({ url }) => {
      await Promise.resolve();
      return { json: url.split('/').at(-1) };
    });
    const run = { credentials: {}, authenticationType: 'custom', environment: 'production', transport };
    const results = await Promise.all([1, 2, 3].map((n) => runAction(action, { ...run, inputs: { n } })));
    expect(results.map(({ data }) => data)).toEqual(['1', '2', '3']);
  });

  it('reports every step, skipped ones included', async () => {
    const played = await play({ steps: [values('a', 1, { condition: '{{false}}' }), get('b')], provider: { json: 1 } });
    expect(played.steps['a']).toEqual({ stepId: 'a', functionName: 'static_values', successful: true, skipped: true });
    expect(outputOf(played, 'b')['data']).toBe(1);
  });
});
