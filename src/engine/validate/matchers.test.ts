import { describe, expect, it } from 'vitest';
import { enumMatcher } from '../execute/enums/matchers.ts';
import { ENUM_MATCHERS, MATCHERS_WITHOUT_DATA } from './matchers.ts';

describe('the enum matchers that the check knows', () => {
  it('are those that run, but for the ones it warns of', () => {
    const idle = [...ENUM_MATCHERS].filter((name) => enumMatcher(name) === undefined);
    expect(new Set(idle)).toEqual(MATCHERS_WITHOUT_DATA);
  });
});
