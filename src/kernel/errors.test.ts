import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../../test/architecture/source-files.ts';
import { ERROR_TABLE, type ErrorRow, fail, isPatchbayError, PatchbayError, reasonOf } from './index.ts';

const rows = Object.entries(ERROR_TABLE as Record<string, ErrorRow>);

describe('the error table', () => {
  it('has stable snake_case codes, HTTP error statuses and messages that end as sentences or are fixed by the wire', () => {
    for (const [code, { status, message }] of rows) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(message, code).toMatch(/([.}]|^Unauthorized|^Forbidden|in request)$/);
    }
  });

  it('has no row that nothing raises', () => {
    const text = sourceFiles('src')
      .filter(({ path }) => !path.endsWith('.test.ts') && !path.endsWith('error-table.ts'))
      .map(({ text: source }) => source)
      .join('\n');
    expect(rows.map(([code]) => code).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  it('is documented in full', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
    expect(rows.map(([code]) => code).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('fail', () => {
  it('fills the marks of message and hint and takes status and class name from the table', () => {
    const error = fail('scope_missing', { scope: 'platform:read' });
    expect(error).toBeInstanceOf(PatchbayError);
    expect(error).toMatchObject({ code: 'scope_missing', status: 403, message: 'Forbidden' });
    expect(error.hint).toContain('platform:read');
  });

  it('never fills a mark from the prototype of its parameters', () => {
    expect(fail('account_not_found', { id: '{constructor}' }).message).toContain('{constructor}');
  });

  it('keeps the cause for the log and lets the provider’s status replace the table’s', () => {
    const cause = new Error('socket');
    const error = fail('provider_failed', { connector: 'X', status: 503, reason: 'busy.' }, { cause, status: 503 });
    expect(error.cause).toBe(cause);
    expect(error.status).toBe(503);
  });

  it('is recognised by class and code', () => {
    const error: unknown = fail('cursor_invalid');
    expect(isPatchbayError(error)).toBe(true);
    expect(isPatchbayError(error, 'cursor_invalid')).toBe(true);
    expect(isPatchbayError(error, 'conflict')).toBe(false);
    expect(isPatchbayError(new Error('x'))).toBe(false);
  });
});

describe('reasonOf', () => {
  it('finds words for anything that can be thrown', () => {
    expect(reasonOf(new Error('a'))).toBe('a');
    expect(reasonOf(new TypeError(''))).toBe('TypeError');
    expect(reasonOf(new AggregateError([new Error('a'), 'b']))).toBe('a; b');
    expect(reasonOf('text')).toBe('text');
    expect(reasonOf(undefined)).toBe('undefined');
  });
});
