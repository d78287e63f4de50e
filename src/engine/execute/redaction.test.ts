import { describe, expect, it } from 'vitest';
import { maskSecrets, safeUrl, secretsOf } from './redaction.ts';

describe('secrets of an account', () => {
  it('are values of secret fields and of names that hold secrets, longest first', () => {
    const secrets = secretsOf(
      { code: 'a/b+c-0001', accessToken: 'tok-00000001', subdomain: 'acme-corp', pin: '123', port: 5 },
      new Set(['code']),
    );
    expect(secrets).toContain('a/b+c-0001');
    expect(secrets).toContain('a%2Fb%2Bc-0001');
    expect(secrets).toContain('tok-00000001');
    expect(secrets).not.toContain('acme-corp');
    expect(secrets).not.toContain('123');
    expect([...secrets].sort((a, b) => b.length - a.length)).toEqual(secrets);
  });
});

describe('masking', () => {
  it('replaces secrets at every depth and keeps everything else, whatever its name', () => {
    expect(maskSecrets({ password: 'too short', list: ['x secret-1 y', 5], at: new Date(0) }, ['secret-1'])).toEqual({
      password: 'too short',
      list: ['x [redacted] y', 5],
      at: new Date(0),
    });
  });

  it('ends with data that never ends', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(JSON.stringify(maskSecrets(cyclic, ['secret-1']))).toContain('[redacted]');
  });

  it('takes keys that name prototypes as plain keys', () => {
    const copy = maskSecrets(JSON.parse('{"__proto__":{"a":"secret-1"}}'), ['secret-1']);
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":"[redacted]"}}');
  });

  it('covers addresses', () => {
    expect(safeUrl('https://u:p@x.example/secret-1?api_key=k&q=1', ['secret-1'])).toBe(
      'https://x.example/[redacted]?api_key=%5Bredacted%5D&q=1',
    );
  });
});
