import { describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { messagesFor } from './pick.ts';

/** Every text of a language with its path; functions are called with names for their arguments. */
const textsOf = (messages: object, path = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'function') return [[here, String(value('Acme', 'Second'))]];
    return typeof value === 'object' ? textsOf(value, here) : [[here, String(value)]];
  });

describe('the texts', () => {
  const only = (texts: [string, string][]) =>
    texts.map(([path]) => path).filter((path) => !path.startsWith('problemTitles'));

  it('are the same ones in every language', () => {
    expect(only(textsOf(de))).toEqual(only(textsOf(en)));
  });

  it.each([en, de])('say something everywhere ($language)', (messages) => {
    const silent = textsOf(messages).filter(([, text]) => text.trim() === '' || /undefined|\[object/.test(text));
    expect(silent).toEqual([]);
  });

  it('are translated', () => {
    const same = textsOf(en).filter(([path, text]) => text.length > 14 && new Map(textsOf(de)).get(path) === text);
    expect(same).toEqual([]);
  });

  it.each([en, de])('never say what helps nobody ($language)', (messages) => {
    const empty = /oops|something went wrong|invalid input|etwas ist schief|hoppla/i;
    expect(textsOf(messages).filter(([, text]) => empty.test(text))).toEqual([]);
  });

  it('use the singular for one', () => {
    expect([en.results(1), en.results(2)]).toEqual(['1 tool', '2 tools']);
    expect([en.fixFields(1), en.fixFields(3)]).toEqual([
      'One field needs your attention.',
      '3 fields need your attention.',
    ]);
    expect([de.guideSteps(1), de.guideSteps(2)]).toEqual(['1 Schritt', '2 Schritte']);
  });

  it('name the categories of the contract and show others as they come', () => {
    expect([en.category('hris'), de.category('hris'), en.category('payroll'), en.category('constructor')]).toEqual([
      'HR',
      'Personal',
      'payroll',
      'constructor',
    ]);
  });
});

describe('the language', () => {
  it.each([
    [['de-AT'], 'de'],
    [['fr', 'de'], 'de'],
    [['DE_de'], 'de'],
    [['', undefined, null, 'en-GB'], 'en'],
    [['fr'], 'en'],
    [['constructor'], 'en'],
    [[], 'en'],
  ])('for %o is %s', (wanted, language) => {
    expect(messagesFor(...wanted).language).toBe(language);
  });
});
