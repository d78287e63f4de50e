import { describe, expect, it } from 'vitest';
import { enumMatcher } from '../execute/enums/matchers.ts';
import { ENUM_MATCHERS } from './matchers.ts';

describe('the enum matchers that the check knows', () => {
  it('are those that run', () => {
    expect([...ENUM_MATCHERS].filter((name) => enumMatcher(name) === undefined)).toEqual([]);
  });
});
