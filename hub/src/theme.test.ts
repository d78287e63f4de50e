import { describe, expect, it } from 'vitest';
import { themeScheme, themeSheetText, themeVariables } from './theme.ts';
import { tokensFor } from './tokens.css.ts';

describe('a theme', () => {
  it('may be a word for the colour scheme', () => {
    expect(themeScheme('dark')).toBe('dark');
    expect(themeScheme('light')).toBe('light');
    expect(themeVariables('dark')).toEqual({});
  });

  it('follows the system when it says nothing readable', () => {
    for (const theme of [undefined, '', 'blue', '{broken', '3', 'null', '[]']) expect(themeScheme(theme)).toBe('auto');
  });

  it('sets tokens by any spelling of their name', () => {
    const theme = { accent: '#111', '--pb-radius': '2px', onAccent: '#fff', 'fault-soft': 'red' };
    const variables = {
      '--pb-accent': '#111',
      '--pb-radius': '2px',
      '--pb-on-accent': '#fff',
      '--pb-fault-soft': 'red',
    };
    expect(themeVariables(theme)).toEqual(variables);
    expect(themeVariables(JSON.stringify(theme))).toEqual(variables);
  });

  it('ignores names and values that are none', () => {
    const theme = '{"a}b": "x", "--other-x": "y", "accent": 3, "colorScheme": "dark", "__proto__": "z"}';
    expect(themeVariables(theme)).toEqual({});
  });

  it('that fixes the scheme brings its tokens along; one that does not brings none', () => {
    expect(themeSheetText({ colorScheme: 'dark' })).toContain('--pb-ground: #0f1216');
    expect(themeSheetText({ colorScheme: 'dark' })).toContain('color-scheme: dark');
    expect(themeSheetText({ accent: '#111' })).toBe(':host {}');
  });
});

const tokens = (scheme: 'light' | 'dark'): Record<string, string> =>
  Object.fromEntries(
    [...tokensFor(':root', scheme).matchAll(/--pb-([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]),
  );

const luminance = (colour: string): number => {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a = '', b = ''): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe.each(['light', 'dark'] as const)('the %s tokens', (scheme) => {
  const colour = tokens(scheme);
  const grounds = ['ground', 'raised', 'fog'];
  const pairs = [
    ...['ink', 'slate', 'link', 'fault', 'signal', 'amber'].flatMap((text) => grounds.map((ground) => [text, ground])),
    ...['signal', 'amber', 'fault', 'link'].flatMap((tone) => [
      [tone, `${tone}-soft`],
      ['ink', `${tone}-soft`],
    ]),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
  ];

  it.each(pairs)('let %s be read on %s', (text = '', ground = '') => {
    expect(contrast(colour[text], colour[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(grounds)('draw the edge of a field visibly on %s', (ground) => {
    expect(contrast(colour['line-strong'], colour[ground])).toBeGreaterThanOrEqual(3);
  });
});

it('tokens that follow the system hold both schemes', () => {
  const text = tokensFor(':root');
  expect(text).toContain('--pb-ground: #ffffff');
  expect(text).toMatch(/prefers-color-scheme: dark[\s\S]*--pb-ground: #0f1216/);
});
