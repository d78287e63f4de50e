import { describe, expect, it } from 'vitest';
import { evaluateExpression } from './evaluate.ts';
import { waitFor } from './wait.ts';

describe('evaluating one expression', () => {
  it('yields its value', () => {
    expect(evaluateExpression('$.a.b', { a: { b: 1 } })).toBe(1);
    expect(evaluateExpression('{{"x".length}}', {})).toBe(1);
  });

  it('says where a path leads nowhere, where asked', () => {
    expect(evaluateExpression('$.a.c', { a: { b: 1 } })).toBeUndefined();
    expect(() => evaluateExpression('$.a.c', { a: { b: 1 } }, { explain: true })).toThrow("Key 'c' not found");
  });

  it('can be done the published way', () => {
    expect(evaluateExpression('{{"A".toLowerCase()}}', {})).toBe('a');
    expect(evaluateExpression('{{"A".toLowerCase()}}', {}, { compat: 'published' })).toBeUndefined();
  });
});

describe('waiting with the timer of the machine', () => {
  it('ends after the time, or with the reason of the signal', async () => {
    await waitFor(1);
    await waitFor(0);
    const controller = new AbortController();
    const waiting = waitFor(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow();
    await expect(waitFor(0, controller.signal)).rejects.toThrow('enough');
  });
});
