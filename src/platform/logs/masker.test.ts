import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyCapture } from './body-capture.ts';
import { Masker } from './masker.ts';
import { secretForms } from './secret-forms.ts';

const SECRET = 'p/ss w+rd="7Qx2mZ"';
const masker = (...secrets: unknown[]): Masker => {
  const made = new Masker();
  made.know(secretForms(secrets));
  return made;
};
const body = (value: unknown, secrets: unknown[] = [SECRET], left = 65_536): unknown =>
  masker(...secrets).body(value, { left });
const text = (value: unknown): string => JSON.stringify(value);

describe('a known secret', () => {
  it.each([
    ['as it is', SECRET],
    ['in a URL', `https://a.example/${encodeURIComponent(SECRET)}?q=1`],
    ['in a form', `note=${new URLSearchParams({ a: SECRET }).toString().slice(2)}`],
    ['in JSON inside a text', `see ${JSON.stringify({ note: SECRET })}`],
    ['in Base64', Buffer.from(SECRET).toString('base64')],
    ['in Base64 behind a user name', Buffer.from(`someone:${SECRET}`).toString('base64')],
    ['in URL-safe Base64', Buffer.from(`ab:${SECRET}:c`).toString('base64url')],
  ])('is masked %s', (_where, given) => {
    const told = text(body({ note: given }));
    expect(told).toContain('[redacted]');
    expect(told).not.toContain('7Qx2mZ');
  });

  it('may be inside a stored object or a text of JSON', () => {
    expect(text(body({ note: 'x inner-secret y' }, [{ oauth: { deep: 'inner-secret' } }]))).not.toContain('inner');
    expect(text(body({ note: 'x inner-secret y' }, ['{"private_key":"inner-secret"}']))).not.toContain('inner');
  });

  it('is found wherever it stands, in whatever is behind it in Base64', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(Buffer.byteLength(secret) >= 8 && secret.isWellFormed() && before.isWellFormed());
        const made = Buffer.from(before + secret + after.toWellFormed()).toString('base64');
        expect(masker(secret).text(made)).toContain('[redacted]');
      }),
    );
  });

  it('of three letters or less is let through', () => {
    expect(body('abc abc', ['abc'])).toBe('abc abc');
  });
});

describe('an unknown secret', () => {
  it('is masked by its name, at any depth, with all that is inside it', () => {
    expect(
      body({
        a: [{ access_token: 'x', token_type: 'Bearer', credentials: { user: 'u' }, password: 7, api_key: null }],
      }),
    ).toEqual({
      a: [
        {
          access_token: '[redacted]',
          token_type: 'Bearer',
          credentials: '[redacted]',
          password: '[redacted]',
          api_key: null,
        },
      ],
    });
  });

  it('is masked in texts of JSON and of forms', () => {
    expect(body({ text: '{"api_key":"zzz","ok":1}' })).toEqual({ text: '{"api_key":"[redacted]","ok":1}' });
    expect(body('grant_type=x&client_secret=zzz%20y')).toBe('grant_type=x&client_secret=[redacted]');
  });

  it('is masked wherever it turns up after it was seen once', () => {
    const one = masker();
    one.body({ access_token: 'tok-12345678' }, { left: 1_000 });
    one.headers({ authorization: `Basic ${Buffer.from('someuser:somepass1').toString('base64')}` }, { left: 1_000 });
    expect(one.text('a tok-12345678 b someuser c somepass1 d')).toBe('a [redacted] b [redacted] c [redacted] d');
  });
});

describe('a URL', () => {
  it.each([
    ['https://user:pw@a.example/x?token=1&page=2#access_token=9', 'https://a.example/x?token=[redacted]&page=2'],
    ['/actions/rpc?filter%5Bapi_key%5D=1&b', '/actions/rpc?filter%5Bapi_key%5D=[redacted]&b'],
    ['https://a.example/x?%E0%A4%A=1', 'https://a.example/x?%E0%A4%A=1'],
  ])('%s is kept as %s', (given, kept) => {
    expect(masker().url(given)).toBe(kept);
  });
});

describe('what is kept', () => {
  it('notes bytes by their number', () => {
    expect(body({ file: Buffer.from('abc'), other: new Uint8Array(9) })).toEqual({
      file: '[binary, 3 bytes]',
      other: '[binary, 9 bytes]',
    });
  });

  it('is cut with a mark and stays JSON', () => {
    const list = body({ items: Array.from({ length: 10_000 }, () => ({ name: 'x'.repeat(20) })), after: 1 }) as {
      items: unknown[];
    };
    expect(text(list).length).toBeLessThan(80_000);
    expect(list.items.at(-1)).toMatch(/^\[cut: \d+ more\]$/);
    expect(list).toMatchObject({ '[cut]': '1 more' });
    const long = body('y'.repeat(100_000)) as string;
    expect(long).toMatch(/^y{65536}… \[cut: 100000 characters in all\]$/);
    expect(body('z'.repeat(2_000_000))).toBe('[not kept: 2000000 characters]');
  });

  it('never holds a secret that the cut goes through', () => {
    for (const left of [0, 1, 5, 9, 12, 30]) expect(body(`1234${SECRET}5678`, [SECRET], left)).not.toContain('p/ss');
  });

  it('is bounded for a request of many calls', () => {
    const capture = new BodyCapture(masker(), 'all');
    let size = 0;
    for (let call = 0; call < 200; call += 1) {
      const { request, response } = capture.exchange(
        { method: 'GET', url: 'https://a.example/', headers: {}, body: 'y'.repeat(60_000) },
        { status: 200, headers: {}, body: 'y'.repeat(60_000) },
      );
      size += request.length + response!.length;
    }
    expect(size).toBeLessThan(2_300_000);
  });

  it('survives anything JSON or code can hold', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        JSON.parse(text(body(value)));
      }),
      { examples: [[JSON.parse('{"__proto__":{"a":1}}')], [Symbol('x')]] },
    );
  });
});
