import { describe, expect, it } from 'vitest';
import { welcome } from './start.ts';

const publicUrl = 'https://hub.example';
const first = {
  publicUrl,
  firstApiKey: 'v1.local.the-key',
  firstOperator: { email: 'ann@example.com', password: 'the password' },
};

describe('what is printed once the server answers', () => {
  it('is what a newcomer needs next: address, API key, login, guides, reference, emulators', () => {
    const text = welcome(first, true);
    const wanted = [
      publicUrl,
      'v1.local.the-key',
      'ann@example.com  the password',
      '/guides',
      '/reference',
      '/sandbox',
    ];
    const places = wanted.map((one) => text.indexOf(one));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain('README.md');
  });

  it('is short from the second start on, and names no emulators that are not served', () => {
    const text = welcome({ publicUrl, firstApiKey: undefined }, false);
    expect(text).toContain(`${publicUrl}/guides`);
    expect(text).not.toMatch(/key|login|sandbox|Next/i);
  });
});
