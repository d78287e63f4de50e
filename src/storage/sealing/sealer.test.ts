import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncryptionKey } from './encryption-keys.ts';
import { createSealer } from './sealer.ts';

const makeKey = (id: string, bytes = 32): EncryptionKey => ({ id, key: createSecretKey(randomBytes(bytes)) });
const [old, current] = [makeKey('old'), makeKey('2026-11_b')];
const sealer = createSealer([current, old]);

const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => value.isWellFormed());
const broken = expect.objectContaining({ code: 'sealed_value_broken' });
const thrownBy = (work: () => unknown): unknown => {
  try {
    return { returned: work() };
  } catch (error) {
    return error;
  }
};

describe('a sealed value', () => {
  it('opens to the text that was sealed, for the same associated data', () => {
    fc.assert(
      fc.property(text, text, (plaintext, data) => {
        expect(sealer.open(sealer.seal(plaintext, data), data)).toBe(plaintext);
      }),
    );
  });

  it('opens for no other associated data', () => {
    fc.assert(
      fc.property(text, text, text, (plaintext, data, other) => {
        fc.pre(data !== other);
        const sealed = sealer.seal(plaintext, data);
        expect(thrownBy(() => sealer.open(sealed, other))).toEqual(broken);
      }),
    );
  });

  it('does not open once any bit of it is flipped', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 0, max: 6 }), (plaintext, at, bit) => {
        const bytes = Buffer.from(sealer.seal(plaintext, 'data'), 'latin1');
        bytes[at % bytes.length]! ^= 1 << bit;
        const error = thrownBy(() => sealer.open(bytes.toString('latin1'), 'data'));
        expect(['sealed_value_broken', 'encryption_key_missing']).toContain((error as { code?: string }).code);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not open when any bit of nonce, ciphertext or tag is flipped', () => {
    const sealed = sealer.seal('secret', 'data');
    const head = sealed.slice(0, sealed.lastIndexOf('.') + 1);
    const bytes = Buffer.from(sealed.slice(head.length), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      expect(thrownBy(() => sealer.open(head + copy.toString('base64url'), 'data'))).toEqual(broken);
    }
  });

  it('does not open under the name of another key, even one of the same bytes', () => {
    const twins = createSealer([current, { id: 'twin', key: current.key }]);
    const sealed = twins.seal('secret', 'data');
    const renamed = sealed.replace(current.id, 'twin');
    expect(thrownBy(() => twins.open(renamed, 'data'))).toEqual(broken);
  });

  it('looks like v1.<key id>.<base64url> and differs every time', () => {
    const [one, two] = [sealer.seal('secret', 'data'), sealer.seal('secret', 'data')];
    expect(one).toMatch(/^v1\.2026-11_b\.[A-Za-z0-9_-]+$/);
    expect(one).not.toBe(two);
    expect(Buffer.from(one, 'utf8').includes('secret')).toBe(false);
  });

  it('tells the id of its key, known here or not', () => {
    const stranger = createSealer([makeKey('elsewhere')]);
    expect(sealer.keyIdOf(sealer.seal('x', 'y'))).toBe('2026-11_b');
    expect(sealer.keyIdOf(stranger.seal('x', 'y'))).toBe('elsewhere');
  });

  it('of an earlier key opens as long as that key is at hand', () => {
    const sealed = createSealer([old]).seal('secret', 'data');
    expect(sealer.open(sealed, 'data')).toBe('secret');
    expect(thrownBy(() => createSealer([current]).open(sealed, 'data'))).toMatchObject({
      code: 'encryption_key_missing',
      message: expect.stringContaining('"old"'),
    });
  });

  it.each([
    '',
    'v1',
    'v1..',
    'v1.old.',
    'v1.old.AAAA',
    `v2.old.${'A'.repeat(40)}`,
    `v1.old.${'A'.repeat(37)}`,
    `v1.old.${'A'.repeat(40)}\n`,
    `v1.old.${'A'.repeat(39)}=`,
    `v1.old.${'A'.repeat(39)}+`,
    `v1.${'k'.repeat(65)}.${'A'.repeat(40)}`,
    `v1.__proto__/.${'A'.repeat(40)}`,
  ])('that reads %j is broken', (sealed) => {
    expect(thrownBy(() => sealer.open(sealed, 'data'))).toEqual(broken);
  });

  it('is written one way only: other base64url texts of the same bytes are broken', () => {
    const sealed = createSealer([old]).seal('1', 'data');
    const last = sealed.at(-1)!;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = sealed.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ 1];
    expect(Buffer.from(other.split('.')[2]!, 'base64url')).toEqual(Buffer.from(sealed.split('.')[2]!, 'base64url'));
    expect(thrownBy(() => sealer.open(other, 'data'))).toEqual(broken);
  });

  it('cannot be made of a text that UTF-8 would alter', () => {
    expect(() => sealer.seal('\ud800', 'data')).toThrow(TypeError);
    expect(() => sealer.seal('text', '\udfff')).toThrow(TypeError);
  });
});

describe('a sealer', () => {
  it('seals with the first key', () => {
    expect(sealer.currentKeyId).toBe('2026-11_b');
    expect(sealer.keyIds).toEqual(['2026-11_b', 'old']);
  });

  it.each([
    ['no key', []],
    ['a key of 128 bits', [makeKey('short', 16)]],
    ['an id with a dot', [makeKey('a.b')]],
    ['an empty id', [makeKey('')]],
    ['two keys of one id', [makeKey('same'), makeKey('same')]],
  ])('cannot be made of %s', (_, keys) => {
    expect(() => createSealer(keys)).toThrow(TypeError);
  });

  it('shows no key when it is printed', () => {
    const key = randomBytes(32);
    const made = createSealer([{ id: 'a', key: createSecretKey(key) }]);
    expect(JSON.stringify(made)).not.toContain(key.toString('base64'));
    expect(Object.keys(made).sort()).toEqual(['currentKeyId', 'keyIdOf', 'keyIds', 'open', 'seal', 'useKeys']);
  });
});

describe('a sealer that is given new keys', () => {
  it('seals with the first of them from then on, and opens what earlier keys have sealed', () => {
    const changing = createSealer([old]);
    const before = changing.seal('before', 'data');
    changing.useKeys([current]);
    const after = changing.seal('after', 'data');
    expect([changing.currentKeyId, changing.keyIds]).toEqual([current.id, [current.id, old.id]]);
    expect([changing.keyIdOf(after), changing.open(after, 'data'), changing.open(before, 'data')]).toEqual([
      current.id,
      'after',
      'before',
    ]);
  });

  it('keeps those it has when they cannot be used', () => {
    const changing = createSealer([old]);
    for (const bad of [[], [{ ...current, id: old.id }], [makeKey('short', 16)], [current, current]]) {
      expect(() => changing.useKeys(bad)).toThrow(TypeError);
      expect(changing.keyIds).toEqual([old.id]);
    }
  });
});
