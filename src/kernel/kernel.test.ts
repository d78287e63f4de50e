import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCursor,
  encodeCursor,
  isPatchbayError,
  isSecretName,
  MASK,
  newId,
  newSecret,
  newTimeUuid,
  redact,
  redactRecord,
  redactText,
  redactUrl,
  toIso,
} from './index.ts';

describe('ids', () => {
  it('are letters and digits of the length asked for, each as likely as the others', () => {
    expect(newId()).toMatch(/^[0-9A-Za-z]{21}$/);
    expect(newId(64)).toHaveLength(64);
    const counts = new Map<string, number>();
    for (const letter of newId(62_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(62);
    for (const count of counts.values()) expect(count).toBeGreaterThan(700);
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newId())).size).toBe(10_000);
  });

  it('make secrets of 256 bits', () => {
    expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
  });
});

describe('list cursors', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 }), (position) => {
        const types = position.map((value) => typeof value as 'string' | 'number');
        expect(decodeCursor(encodeCursor(position), types)).toEqual(position);
      }),
    );
  });

  it('are refused when they were not made here, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(decodeCursor(text, ['number'])).toEqual([expect.any(Number)]);
        } catch (error) {
          expect(isPatchbayError(error, 'cursor_invalid')).toBe(true);
        }
      }),
    );
    expect(() => decodeCursor(encodeCursor(['a', 1]), ['string'])).toThrow(/cursor/);
    expect(() => decodeCursor(encodeCursor(['a']), ['number'])).toThrow(/cursor/);
  });
});

describe('redaction', () => {
  it('knows the names that hold secrets', () => {
    for (const name of [
      'Authorization',
      'x-api-key',
      'apiKey',
      'access_token',
      'refreshToken',
      'client_secret',
      'password',
      'Cookie',
      'private_key',
    ])
      expect(isSecretName(name), name).toBe(true);
    for (const name of ['name', 'token_type', 'tokenType', 'expires_in', 'monkey', 'id'])
      expect(isSecretName(name), name).toBe(false);
  });

  it('masks by name and by value, at any depth, without touching the original', () => {
    const value = {
      user: 'a',
      apiKey: 'k-123456',
      list: [{ note: 'uses k-123456 here' }],
      token_type: 'bearer',
      secret: true,
    };
    expect(redact(value, ['k-123456'])).toEqual({
      user: 'a',
      apiKey: MASK,
      list: [{ note: `uses ${MASK} here` }],
      token_type: 'bearer',
      secret: true,
    });
    expect(value.apiKey).toBe('k-123456');
    expect(redactRecord({ authorization: 'x', accept: 'y' })).toEqual({ authorization: MASK, accept: 'y' });
  });

  it('keeps a "__proto__" member from becoming a prototype', () => {
    const copy = redact(JSON.parse('{"__proto__": {"polluted": true}}')) as Record<string, unknown>;
    expect(copy['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('ends on values that are too deep', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 1_000; level += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).toContain(MASK);
  });

  it('masks user info and secret parameters of URLs, and drops the query of what is no URL', () => {
    expect(redactUrl('https://u:p@x.example/a?api_key=1&page=2')).toBe(
      `https://x.example/a?api_key=${encodeURIComponent(MASK)}&page=2`,
    );
    expect(redactUrl('/a?token=1')).toBe('/a');
  });

  it('leaves no trace of a secret in any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string(), (before, secret, after) => {
        fc.pre(!MASK.includes(secret) && !secret.includes(MASK));
        expect(redactText(before + secret + after, [secret])).not.toContain(secret);
      }),
      { examples: [['a', 'secret-secret', 'b']] },
    );
  });
});

describe('toIso', () => {
  it('writes UTC with a zone, and null for null', () => {
    expect(toIso(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(toIso(null)).toBeNull();
  });
});

describe('newTimeUuid', () => {
  it('makes version 7 UUIDs that never repeat and always rise, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 50 }), (steps) => {
        let now = 1_800_000_000_000;
        const made = steps.flatMap((step) => {
          now += step - 1;
          return Array.from({ length: 200 }, () => newTimeUuid(now));
        });
        expect(
          made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
        ).toBe(true);
        expect([...made].sort()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
      { numRuns: 30 },
    );
  });

  it('carries the time', () => {
    const now = Date.UTC(2100, 0, 1);
    expect(Number.parseInt(newTimeUuid(now).replaceAll('-', '').slice(0, 12), 16)).toBe(now);
  });
});
