import { describe, expect, it } from 'vitest';
import { fail } from '../../kernel/index.ts';
import { breaksConnection, postgresFailure } from './failures.ts';

const error = (code: string | undefined, message = 'message', more: object = {}): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code }, more);

describe('an error of PostgreSQL', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
    '08006',
    '53300',
    '53100',
    '57P01',
    '57P03',
    '57014',
    '40P01',
  ])('%s means that the database is unavailable, and keeps its cause for the log', (code) => {
    const cause = error(code);
    expect(postgresFailure(cause)).toMatchObject({ code: 'database_unavailable', extras: { cause } });
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout expired',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('without a code that reads "%s" breaks the connection', (message) => {
    expect(breaksConnection(error(undefined, message))).toBe(true);
    expect(postgresFailure(error(undefined, message))).toMatchObject({ code: 'database_unavailable' });
  });

  it.each(['23505', '23503', '42601', '42P01', '22P02', '0A000'])('%s is a matter of the statement', (code) => {
    const own = error(code);
    expect(postgresFailure(own)).toBe(own);
    expect(breaksConnection(own)).toBe(false);
  });

  it.each(['57014', '53300', '55P03', '40P01'])('%s leaves the connection of use', (code) => {
    expect(breaksConnection(error(code))).toBe(false);
  });

  it('quotes no row, whatever becomes of it', () => {
    const quoting = { detail: 'Failing row contains (canary).', where: 'canary', internalQuery: 'canary' };
    for (const code of ['23502', '57014']) {
      const failure = postgresFailure(error(code, 'message', quoting)) as Error;
      expect(JSON.stringify([failure, failure.cause, { ...failure }])).not.toContain('canary');
    }
  });

  it('that is one of ours already is left alone', () => {
    const ours = fail('shutting_down');
    expect([postgresFailure(ours), postgresFailure('text')]).toEqual([ours, 'text']);
  });
});
