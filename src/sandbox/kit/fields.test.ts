import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBody, type FieldSpec, type FieldSpecs } from './fields.ts';

const SPECS: FieldSpecs = {
  id: { type: 'text', readOnly: true },
  name: { type: 'text', required: true, min: 1, max: 10 },
  age: { type: 'integer', nullable: true, min: 0, max: 150 },
  state: { type: 'text', choices: ['open', 'shut'], initial: 'open' },
  tags: { type: 'list', initial: [], max: 3, items: { type: 'text', min: 1 } },
  home: { type: 'object', fields: { city: { type: 'text', required: true }, since: { type: 'date' } } },
  bossId: { type: 'text', nullable: true, refersTo: 'people' },
  friendIds: { type: 'list', refersTo: 'people', items: { type: 'text' } },
};

const issues = (body: unknown, options = {}) =>
  checkBody(SPECS, body, options).issues.map(({ path, code }) => `${path}:${code}`);

/** The stored form of a value of a type, or what is wrong with it. */
const stored = (type: FieldSpec['type'], value: unknown) => {
  const checked = checkBody({ value: { type } }, { value });
  return checked.issues[0]?.code ?? checked.values['value'];
};

describe('a body', () => {
  it('is filled with initial values and nulls on create', () => {
    expect(checkBody(SPECS, { name: 'A' })).toEqual({
      issues: [],
      values: { name: 'A', age: null, state: 'open', tags: [], bossId: null },
    });
  });

  it('gives every record its own copy of an initial value', () => {
    const [one, two] = [checkBody(SPECS, { name: 'A' }), checkBody(SPECS, { name: 'B' })];
    expect(one.values['tags']).not.toBe(two.values['tags']);
  });

  it('changes only what is given on update', () => {
    expect(checkBody(SPECS, { age: null }, { partial: true })).toEqual({ issues: [], values: { age: null } });
  });

  it('is refused with one issue per member', () => {
    const body = { name: '', age: 'old', state: 'ajar', tags: ['a', ''], home: { since: 'now' }, bossId: 5 };
    expect(issues(body)).toEqual([
      'name:size',
      'age:type',
      'state:choice',
      'tags[1]:size',
      'home.city:required',
      'home.since:format',
      'bossId:type',
    ]);
    expect(issues({})).toEqual(['name:required']);
    expect(issues({ name: null })).toEqual(['name:null']);
    expect(issues({ name: 'A', age: 151, tags: ['a', 'b', 'c', 'd'] })).toEqual(['age:size', 'tags:size']);
  });

  it('must be an object', () => {
    for (const body of [undefined, null, [], 'x', 5]) expect(issues(body)).toEqual([':type']);
  });

  it('may not set what the provider sets', () => {
    expect(checkBody(SPECS, { name: 'A', id: 'mine' }).values).not.toHaveProperty('id');
    expect(issues({ name: 'A', id: 'mine' }, { readOnly: 'refuse' })).toEqual(['id:read_only']);
  });

  it('may hold unknown members only where they are ignored', () => {
    expect(checkBody(SPECS, { name: 'A', extra: 1 }).values).not.toHaveProperty('extra');
    expect(issues({ name: 'A', extra: 1 }, { unknown: 'refuse' })).toEqual(['extra:unknown']);
  });

  it('may refer only to what exists', () => {
    const exists = (table: string, id: string | number) => table === 'people' && id === 'p1';
    expect(issues({ name: 'A', bossId: 'p1', friendIds: ['p1', 'p2'] }, { exists })).toEqual([
      'friendIds[1]:reference',
    ]);
    expect(issues({ name: 'A', bossId: 'p2' }, { exists })).toEqual(['bossId:reference']);
    expect(issues({ name: 'A', bossId: null }, { exists })).toEqual([]);
  });

  it('cannot reach prototypes', () => {
    const hostile: unknown = JSON.parse('{"name":"A","__proto__":{"polluted":true},"constructor":{"x":1}}');
    const { values } = checkBody(SPECS, hostile);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(values).not.toHaveProperty('polluted');
    expect(issues(hostile, { unknown: 'refuse' })).toEqual(['__proto__:unknown', 'constructor:unknown']);
  });

  it('never throws and never yields a member that is not declared', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        for (const name of Object.keys(checkBody(SPECS, body).values)) expect(Object.keys(SPECS)).toContain(name);
      }),
    );
  });
});

describe('a value', () => {
  it.each([
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', 'format'],
    ['date', 20240229, 'type'],
    ['time', '09:30', '09:30:00'],
    ['time', '09:30:15', '09:30:15'],
    ['time', '24:00', 'format'],
    ['timestamp', '2024-02-29T10:00:00+02:00', '2024-02-29T08:00:00.000Z'],
    ['timestamp', '2024-02-30T10:00:00Z', 'format'],
    ['timestamp', '2024-02-29', 'format'],
    ['email', 'a.b@c.example', 'a.b@c.example'],
    ['email', 'a@b', 'format'],
    ['email', 'a b@c.example', 'format'],
    ['url', 'https://x.example/p', 'https://x.example/p'],
    ['url', 'javascript:alert(1)', 'format'],
    ['decimal', '61500.50', '61500.50'],
    ['decimal', 61500, 'type'],
    ['decimal', '1e5', 'format'],
    ['integer', 5, 5],
    ['integer', 5.5, 'type'],
    ['number', 5.5, 5.5],
    ['number', '5', 'type'],
    ['boolean', true, true],
    ['boolean', 'true', 'type'],
    ['list', [1], [1]],
    ['list', {}, 'type'],
    ['object', { a: 1 }, { a: 1 }],
    ['object', [], 'type'],
    ['any', 'x', 'x'],
  ] as const)('of type %s: %j becomes %j', (type, given, expected) => {
    expect(stored(type, given)).toEqual(expected);
  });

  it('may not be nested without end', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 5000; level++) deep = [deep];
    expect([stored('any', deep), stored('list', deep), stored('object', { deep })]).toEqual(['type', 'type', 'type']);
  });
});
