import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const KEYS = ['actionId', 'stepId', 'condition', 'in', 'url', 'requiredScopes'];

describe('nearest', () => {
  it.each([
    ['action_id', 'actionId'],
    ['ActionID', 'actionId'],
    ['required-scopes', 'requiredScopes'],
    ['conditon', 'condition'],
    ['cnodition', 'condition'],
    ['stepid', 'stepId'],
    ['ulr', 'url'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, KEYS)).toBe(meant);
  });

  it.each(['name', 'x', 'description', '', 'urgent'])('takes %j for nothing', (word) => {
    expect(nearest(word, KEYS)).toBeUndefined();
  });

  it('prefers the nearest of several', () => {
    expect(nearest('tests', ['texts', 'test', 'rests'])).toBe('texts');
    expect(nearest('tets', ['texts', 'test'])).toBe('texts');
  });

  it('gives up on very long words at once', () => {
    expect(nearest('x'.repeat(1_000_000), [`${'x'.repeat(1_000_000)}y`])).toBeUndefined();
  });

  it('finds every word but for one letter', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('condition', 'requiredScopes', 'actionId'),
        fc.nat(),
        fc.constantFrom('q', ''),
        (word, at, letter) => {
          const index = at % word.length;
          const mistyped = word.slice(0, index) + letter + word.slice(index + 1);
          expect(nearest(mistyped, KEYS)).toBe(word);
        },
      ),
    );
  });

  it('reads as a question', () => {
    expect(didYouMean('conditon', KEYS)).toBe(' Did you mean "condition"?');
    expect(didYouMean('zebra', KEYS)).toBe('');
  });
});
