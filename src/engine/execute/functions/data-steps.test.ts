import { describe, expect, it } from 'vitest';
import { play, step } from '../testing/harness.ts';

const values = (id: string, data: unknown) => step(id, 'static_values', { values: data });
const group = async (first: unknown, second: unknown, isSingleRecord?: boolean) => {
  const { result } = await play({
    steps: [
      values('a', '$.inputs.first'),
      values('b', '$.inputs.second'),
      step('g', 'group_data', {
        stepsDataToGroup: ['a', 'b'],
        ...(isSingleRecord === undefined ? {} : { isSingleRecord }),
      }),
    ],
    inputs: { first, second },
  });
  return result.data;
};

describe('group_data', () => {
  it('joins lists by their place', async () => {
    expect(await group([{ n: 1 }, { n: 2 }], [{ m: 3 }])).toEqual([{ a: { n: 1 }, b: { m: 3 } }, { a: { n: 2 } }]);
  });

  it('joins keyed objects by their keys', async () => {
    expect(await group({ x: { n: 1 }, y: { n: 2 } }, { y: { m: 3 }, z: { m: 4 } })).toEqual([
      { a: { n: 1 } },
      { a: { n: 2 }, b: { m: 3 } },
      { b: { m: 4 } },
    ]);
  });

  it('makes one record of single data, lists keyed by index, steps without data left out', async () => {
    expect(await group({ n: 1 }, ['x', 'y'], true)).toEqual({ a: { n: 1 }, b: { 0: 'x', 1: 'y' } });
    expect(await group({ n: 1 }, undefined, true)).toEqual({ a: { n: 1 } });
  });

  it('takes keys that name prototypes as plain keys', async () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"n":1}}');
    expect(await group(hostile, {})).toEqual([{ a: { polluted: 1 } }, { a: { n: 1 } }]);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('static_values', () => {
  it.each<[string, unknown, unknown]>([
    ['an expression', '$.inputs.x', 'X'],
    ['an object', { a: '$.inputs.x', b: { c: '{{1 + 1}}' } }, { a: 'X', b: { c: 2 } }],
    ['a list of objects', [{ a: '$.inputs.x' }, 'text', 5], [{ a: 'X' }, 'text', 5]],
    ['nothing found', '$.inputs.gone', undefined],
  ])('evaluates %s', async (_what, given, expected) => {
    const { result } = await play({ steps: [values('v', given)], inputs: { x: 'X' } });
    expect(result.data).toEqual(expected);
  });
});

describe('emit_event', () => {
  const event = { eventType: 'person.created', eventId: '$.inputs.id', data: { id: '$.inputs.id' } };

  it('hands the event over and yields the rest of its parameters', async () => {
    const events: unknown[] = [];
    const { result, steps } = await play({
      steps: [step('e', 'emit_event', { event, note: '$.inputs.id' })],
      inputs: { id: 7 },
      run: { onEvent: (told) => void events.push(told) },
    });
    expect(events).toEqual([{ eventType: 'person.created', eventId: '7', data: { id: 7 } }]);
    expect(steps['e']?.output).toEqual({ note: 7 });
    expect(result.successful).toBe(true);
  });

  it('fails when the event has no type, or when it could not be handed over', async () => {
    const untyped = await play({ steps: [step('e', 'emit_event', { event: { eventType: '$.inputs.gone' } })] });
    expect(untyped.result.failure).toMatchObject({ kind: 'engine', stepId: 'e' });
    const refused = await play({
      steps: [step('e', 'emit_event', { event })],
      run: { onEvent: () => Promise.reject(new Error('queue full')) },
    });
    expect(refused.result).toMatchObject({ successful: false, message: 'queue full' });
  });
});

describe('step functions of the makers’ cloud', () => {
  it.each([
    ['code_execution_lambda', { lambdaName: 'x' }, {}],
    ['browser_use', {}, { executionMode: 'async' }],
  ])('%s fails with a clear message', async (name, parameters, action) => {
    const { result } = await play({ steps: [step('s', name, parameters)], action });
    expect(result).toMatchObject({ successful: false, statusCode: 501, failure: { kind: 'engine' } });
    expect(result.message).toContain('not available on a self-hosted server');
  });
});
