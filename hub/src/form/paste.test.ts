import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPaste } from './paste.ts';
import { isStoredSecret, storedSecretHint } from './secret.ts';

const key = { type: 'password', masked: true } as const;
const name = { type: 'text', masked: false } as const;
const area = { type: 'text_area', masked: false } as const;

describe('a pasted value', () => {
  it('loses the space and line breaks around it', () => {
    expect(cleanPaste(key, '  abc123\n')).toBe('abc123');
  });

  it('loses characters nobody can see', () => {
    expect(cleanPaste(key, '\uFEFFab\u200Bc\u00AD1')).toBe('abc1');
  });

  it('that is a key wrapped over lines is joined', () => {
    expect(cleanPaste(key, 'abc\r\n  def\nghi')).toBe('abcdefghi');
  });

  it('that is a name over two lines keeps a space between them', () => {
    expect(cleanPaste(name, 'Acme\nInc')).toBe('Acme Inc');
  });

  it('in a large field keeps its lines', () => {
    expect(cleanPaste(area, '\n-----BEGIN-----\nabc\n-----END-----\n')).toBe('-----BEGIN-----\nabc\n-----END-----');
  });

  it('keeps spaces inside', () => {
    expect(cleanPaste(key, 'correct horse battery')).toBe('correct horse battery');
  });

  it('is tidy after one cleaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(key, name, area), (text, field) => {
        const once = cleanPaste(field, text);
        expect(cleanPaste(field, once)).toBe(once);
      }),
    );
  });
});

describe('a stored secret', () => {
  it('is known by its placeholder and shows its last characters only', () => {
    const placeholder = '__secretvalue:**redacted**9f2c';
    expect(isStoredSecret(placeholder)).toBe(true);
    expect(storedSecretHint(placeholder)).toBe('••••••••••9f2c');
    expect(storedSecretHint('__secretvalue:**redacted**')).toBe('••••••••••');
  });

  it('is not confused with a value', () => {
    expect(isStoredSecret('my __secretvalue:**redacted**')).toBe(false);
    expect(isStoredSecret('')).toBe(false);
  });
});
