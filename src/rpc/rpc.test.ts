import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountIdInBody, inputsOf } from './inputs.ts';
import { rpcData } from './routes.ts';

describe('the data of an answer', () => {
  it.each([
    [undefined, null],
    [null, null],
    [{ a: 1 }, { a: 1 }],
    [[{ a: 1 }], [{ a: 1 }]],
    [[], []],
    ['text', { value: 'text' }],
    [0, { value: 0 }],
    [
      [1, { a: 1 }, null, [2]],
      [{ value: 1 }, { a: 1 }, { value: null }, { value: [2] }],
    ],
  ])('%j is sent as %j', (data, sent) => {
    expect(rpcData(data)).toEqual(sent);
  });

  it('is always an object, a list of objects or null, as published clients demand', () => {
    const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const sent = rpcData(data);
        expect(sent === null || isObject(sent) || (Array.isArray(sent) && sent.every(isObject))).toBe(true);
      }),
    );
  });
});

describe('the inputs of a call', () => {
  it('are its groups, without what steers the call itself', () => {
    expect(
      inputsOf({
        path: { id: '1' },
        query: { page: 2, debug: true },
        body: { name: 'a' },
        headers: { 'X-Account-Id': 'a', Authorization: 'b', 'x-custom': 'c' },
      }),
    ).toEqual({ path: { id: '1' }, query: { page: 2 }, body: { name: 'a' }, headers: { 'x-custom': 'c' } });
  });

  it('leave out groups that are missing or null', () => {
    expect(inputsOf({ path: null, body: {} })).toEqual({ body: {} });
    expect(inputsOf({})).toEqual({});
  });
});

describe('the account in the body of a call', () => {
  it('is found however its header is cased', () => {
    expect(accountIdInBody({ 'X-ACCOUNT-ID': 'a' })).toBe('a');
    expect(accountIdInBody({ other: 'a' })).toBeUndefined();
    expect(accountIdInBody(null)).toBeUndefined();
  });
});
