import { describe, expect, it } from 'vitest';
import { problemWithoutAnswer, readProblem } from './problem.ts';

const envelope = (more: Record<string, unknown> = {}) => ({ statusCode: 422, message: 'Refused.', ...more });

describe('a failed request', () => {
  it.each([
    [401, {}, 'session'],
    [403, { code: 'session_token_used' }, 'session'],
    [403, {}, 'refused'],
    [400, {}, 'refused'],
    [422, {}, 'refused'],
    [408, {}, 'timeout'],
    [429, {}, 'unavailable'],
    [500, {}, 'unavailable'],
    [502, {}, 'unavailable'],
  ])('with status %i and %o is of kind %s', (status, more, kind) => {
    expect(readProblem(status, envelope({ statusCode: status, ...more })).kind).toBe(kind);
  });

  it('that is no envelope is unreadable, unless the status says enough', () => {
    expect(readProblem(404, undefined).kind).toBe('unreadable');
    expect(readProblem(404, '<html>').kind).toBe('unreadable');
    expect(readProblem(503, '<html>').kind).toBe('unavailable');
    expect(readProblem(401, undefined).kind).toBe('session');
  });

  it('carries code, hint, request id and the words for each field', () => {
    const problem = readProblem(
      400,
      envelope({
        code: 'credentials_invalid',
        hint: 'Look again.',
        request_id: 'req-1',
        errors: ['One.', 'Two.'],
        field_errors: { apiKey: 'Too short.' },
      }),
    );
    expect(problem).toMatchObject({
      status: 400,
      code: 'credentials_invalid',
      message: 'Refused.',
      hint: 'Look again.',
      requestId: 'req-1',
      errors: ['One.', 'Two.'],
    });
    expect({ ...problem.fieldErrors }).toEqual({ apiKey: 'Too short.' });
  });

  it('takes the request id of the header when the envelope has none', () => {
    expect(readProblem(500, envelope(), 'req-2').requestId).toBe('req-2');
  });

  it('unpacks a message that is itself JSON', () => {
    const message = JSON.stringify({ message: 'Wrong key.', provider_response: { error: 'bad' } });
    const problem = readProblem(422, envelope({ message }));
    expect(problem.message).toBe('Wrong key.');
    expect(problem.providerResponse).toBe('{\n  "error": "bad"\n}');
  });

  it('indents the answer of the provider when it is JSON, in whatever form it comes', () => {
    const shown = (value: unknown) => readProblem(422, envelope({ provider_response: value })).providerResponse;
    expect(shown('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(shown({ a: 1 })).toBe('{\n  "a": 1\n}');
    expect(shown('plain words')).toBe('plain words');
    expect([shown(''), shown(null), shown(undefined)]).toEqual(['', '', '']);
  });

  it('cuts an endless answer of the provider', () => {
    const shown = readProblem(422, envelope({ provider_response: 'x'.repeat(50_000) })).providerResponse;
    expect(shown.length).toBeLessThan(8_100);
    expect(shown.endsWith('…')).toBe(true);
  });

  it('without any answer has no status', () => {
    expect(problemWithoutAnswer('network')).toMatchObject({ kind: 'network', status: 0, message: '' });
  });
});
