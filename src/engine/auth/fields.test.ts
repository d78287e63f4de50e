import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDemo } from '../execute/testing/harness.ts';
import { validateAuthFields } from './fields.ts';

const method = (configFields: unknown[], setupFields: unknown[] = []) => {
  const [found] = loadDemo({
    authentication: [
      { custom: { type: 'custom', label: 'Key', authorization: { type: 'none' }, configFields, setupFields } },
    ],
  }).authentication;
  if (found === undefined) throw new Error('no method');
  return found;
};

const field = (key: string, more: Record<string, unknown> = {}) => ({
  key,
  label: key,
  type: 'text',
  required: false,
  ...more,
});
const check = (fields: unknown[], values: Record<string, unknown>, known?: Record<string, unknown>) =>
  validateAuthFields(method(fields), 'config', values, known);

describe('fields of an auth method', () => {
  it('are trimmed', () => {
    expect(check([field('apiKey', { type: 'password', required: true })], { apiKey: ' abc\n' })).toEqual({
      ok: true,
      values: { apiKey: 'abc' },
    });
  });

  it('are required where the author says so, spaces not counting', () => {
    expect(check([field('apiKey', { required: true })], { apiKey: '  ' })).toEqual({
      ok: false,
      issues: [{ key: 'apiKey', message: 'is required' }],
    });
  });

  it('take their default where they are left out; a read-only one keeps its value', () => {
    const fields = [field('region', { value: 'us' }), field('fixed', { value: 'a', readOnly: true })];
    expect(check(fields, { fixed: 'b' })).toEqual({ ok: true, values: { region: 'us', fixed: 'a' } });
    expect(check(fields, { region: 'eu' })).toEqual({ ok: true, values: { region: 'eu', fixed: 'a' } });
  });

  it.each([
    ['email', 'ann@example.com', 'ann@example'],
    ['url', 'https://x.example/a', 'x.example'],
    ['uri', 'urn:x:1', 'no scheme'],
    ['uuid', '123e4567-e89b-12d3-a456-426614174000', '123'],
    ['date', '2026-01-31', '31.01.2026'],
    ['datetime', '2026-01-31T10:00:00Z', '2026-01-31'],
  ])('have the format %s', (format, good, bad) => {
    const fields = [field('v', { validation: { format } })];
    expect(check(fields, { v: good }).ok).toBe(true);
    expect(check(fields, { v: bad })).toMatchObject({ ok: false, issues: [{ key: 'v' }] });
  });

  it('match their pattern, or are told so in the words of the author', () => {
    const fields = [
      field('key', { validation: { pattern: '^[0-9a-f]{4}$', errorMessage: 'must be four hexadecimal digits' } }),
    ];
    expect(check(fields, { key: '12af' }).ok).toBe(true);
    expect(check(fields, { key: 'xyz' })).toEqual({
      ok: false,
      issues: [{ key: 'key', message: 'must be four hexadecimal digits' }],
    });
  });

  it('cannot hold up the server with a badly written pattern', () => {
    const started = performance.now();
    expect(check([field('key', { validation: { pattern: '^(\\w+\\s?)*$' } })], { key: `${'a'.repeat(60)}!` }).ok).toBe(
      false,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('are not refused for a pattern that is none: its author is told elsewhere', () => {
    const [first, ...rest] = method([field('key')]).configFields;
    if (first === undefined) throw new Error('no field');
    const broken = { ...method([]), configFields: [{ ...first, validation: { pattern: '(' } }, ...rest] };
    expect(validateAuthFields(broken, 'config', { key: 'x' })).toEqual({ ok: true, values: { key: 'x' } });
  });

  it('are required also where they are computed', () => {
    expect(check([field('a'), field('b', { computed: '$.credentials.gone', required: true })], {})).toEqual({
      ok: false,
      issues: [{ key: 'b', message: 'could not be computed from the other fields' }],
    });
  });

  it('have a longest length', () => {
    expect(check([field('a')], { a: 'x'.repeat(100_001) })).toMatchObject({
      ok: false,
      issues: [{ message: 'is too long' }],
    });
  });

  it('are one of the options of a choice', () => {
    const fields = [
      field('region', {
        type: 'select',
        options: [
          { value: 'us', label: 'United States' },
          { value: 'eu', label: 'Europe' },
        ],
      }),
    ];
    expect(check(fields, { region: 'eu' })).toEqual({ ok: true, values: { region: 'eu' } });
    expect(check(fields, { region: 'mars' })).toEqual({
      ok: false,
      issues: [{ key: 'region', message: 'must be one of "United States", "Europe"' }],
    });
  });

  it('are numbers where the author says so', () => {
    expect(check([field('port', { type: 'number' })], { port: '443' })).toEqual({ ok: true, values: { port: 443 } });
    expect(check([field('port', { type: 'number' })], { port: 'x' })).toMatchObject({ ok: false });
  });

  it('are refused when they are not text', () => {
    for (const v of [{ a: 1 }, [1], true])
      expect(check([field('v')], { v })).toMatchObject({ ok: false, issues: [{ key: 'v' }] });
    expect(check([field('v')], { v: 12 })).toEqual({ ok: true, values: { v: '12' } });
  });

  it('that nobody declared are refused with the nearest one', () => {
    expect(check([field('apiKey')], { apikey: 'x' })).toEqual({
      ok: false,
      issues: [{ key: 'apikey', message: 'is an unknown field. Did you mean "apiKey"?' }],
    });
  });

  it('are computed from the others, and cannot be set', () => {
    const fields = [
      field('sub'),
      field('host', { computed: 'https://${sub}.demo.example' }),
      field('login', { computed: '$.credentials.team' }),
    ];
    expect(check(fields, { sub: 'acme', host: 'https://evil.example' }, { team: 't' })).toEqual({
      ok: true,
      values: { sub: 'acme', host: 'https://acme.demo.example', login: 't' },
    });
  });

  it('count only under their condition', () => {
    const fields = [
      field('kind', { required: true }),
      field('tenant', { required: true, condition: '{{kind == "b"}}' }),
    ];
    expect(check(fields, { kind: 'a' })).toEqual({ ok: true, values: { kind: 'a' } });
    expect(check(fields, { kind: 'b' })).toMatchObject({
      ok: false,
      issues: [{ key: 'tenant', message: 'is required' }],
    });
    expect(check(fields, { kind: 'a', tenant: 'left over' })).toEqual({ ok: true, values: { kind: 'a' } });
  });

  it('of the integrator are checked alike', () => {
    const found = method([], [field('clientId', { required: true })]);
    expect(validateAuthFields(found, 'setup', {})).toMatchObject({ ok: false, issues: [{ key: 'clientId' }] });
  });

  it('are checked without throwing, whatever they are', () => {
    const found = method([
      field('a', { validation: { format: 'email' } }),
      field('b', { type: 'number' }),
      field('c', { computed: '{{a + b}}' }),
    ]);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'x'), fc.anything()), (values) => {
        expect(typeof validateAuthFields(found, 'config', values).ok).toBe('boolean');
      }),
    );
  });
});
