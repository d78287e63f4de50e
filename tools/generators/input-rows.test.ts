import { describe, expect, it } from 'vitest';
import { inputRows, typeOf } from './input-rows.ts';

describe('the type of an input', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a text', { type: 'string' }, 'string'],
    ['a text that may not be empty', { type: 'string', minLength: 1 }, 'string'],
    ['a text of some length', { type: 'string', minLength: 2, maxLength: 9 }, 'string (2 to 9 characters)'],
    ['a short text', { type: 'string', maxLength: 9 }, 'string (at most 9 characters)'],
    ['a date', { type: 'string', format: 'date' }, 'date'],
    ['a number with bounds', { type: 'number', minimum: 1, maximum: 250 }, 'number (1 to 250)'],
    ['a number with a least value', { type: 'number', minimum: 0 }, 'number (at least 0)'],
    ['one of several words', { type: 'string', enum: ['a', 'b'] }, '`a`, `b`'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'list of string'],
    [
      'alternatives',
      { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'number' } }] },
      'string or list of number',
    ],
    ['anything', {}, 'anything'],
  ])('%s is told in words', (_name, schema, words) => {
    expect(typeOf(schema)).toBe(words);
  });
});

it('inputs are listed by group, members of objects and of lists of objects below them', () => {
  const rows = inputRows({
    type: 'object',
    properties: {
      path: { type: 'object', properties: { id: { type: 'string', description: 'Id.' } }, required: ['id'] },
      body: {
        type: 'object',
        properties: {
          teams: {
            type: 'array',
            description: 'Teams.',
            items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
          },
          home: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
    },
  });
  expect(rows.map(({ place, name, type, required }) => [place, name, type, required])).toEqual([
    ['path', 'id', 'string', true],
    ['body', 'teams', 'list of object', false],
    ['body', 'teams[].name', 'string', true],
    ['body', 'home', 'object', false],
    ['body', 'home.city', 'string', false],
  ]);
  expect(rows[0]?.description).toBe('Id.');
});
