import { describe, expect, it } from 'vitest';
import { asciiName, CULTURES } from './sample-names.ts';
import { samplePeople } from './sample-people.ts';

describe('invented people', () => {
  const people = samplePeople('test', 400, ['GB']);

  it('are the same for the same seed, and a longer list begins with a shorter one', () => {
    expect(samplePeople('test', 50, ['GB'])).toEqual(people.slice(0, 50));
    expect(samplePeople('other', 50, ['GB'])).not.toEqual(people.slice(0, 50));
  });

  it('have mail handles of their own, in plain letters', () => {
    expect(new Set(people.map(({ handle }) => handle)).size).toBe(400);
    for (const { handle } of people) expect(handle).toMatch(/^[a-z]+\.[a-z]+\d*$/);
  });

  it('come from all over, mostly from home', () => {
    const countries = people.map(({ culture }) => culture.country);
    expect(new Set(countries).size).toBe(CULTURES.length);
    expect(countries.filter((country) => country === 'GB').length).toBeGreaterThan(80);
  });

  it('can be more than there are names', () => {
    expect(new Set(samplePeople('many', 6000).map(({ handle }) => handle)).size).toBe(6000);
  });
});

describe('a name in plain letters', () => {
  it.each([
    ['Weißgerber', 'weissgerber'],
    ['O’Dwyer', 'odwyer'],
    ['Łukasz', 'lukasz'],
    ['van der Berg', 'vanderberg'],
    ['Yıldız', 'yildiz'],
    ['Étienne', 'etienne'],
  ])('%s becomes %s', (name, plain) => {
    expect(asciiName(name)).toBe(plain);
  });
});
