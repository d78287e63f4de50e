import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldDefinition, FieldType } from '../../definition.ts';
import { compileCasts } from './cast.ts';

const field = (targetFieldKey: string, type: FieldType, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  targetFieldKey,
  type,
  array: false,
  custom: false,
  requiredScopes: [],
  ...more,
});

const cast = (value: unknown, type: FieldType, more: Partial<FieldDefinition> = {}): unknown =>
  compileCasts([field('v', type, more)])({ v: value })['v'];

describe('typecast', () => {
  it.each<[unknown, unknown]>([
    ['x', 'x'],
    [5, '5'],
    [true, 'true'],
    [['a', 1], 'a,1'],
    [{ a: 1 }, '{"a":1}'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    ['', null],
  ])('string of %j is %j', (value, expected) => {
    expect(cast(value, 'string')).toBe(expected);
  });

  it.each<[unknown, unknown]>([
    ['5', 5],
    ['5.50', 5.5],
    ['x', null],
    [true, 1],
    [new Date(0), null],
    [{ a: 1 }, null],
    ['', null],
  ])('number of %j is %j', (value, expected) => {
    expect(cast(value, 'number')).toBe(expected);
  });

  it.each<[unknown, unknown]>([
    ['false', false],
    ['0', false],
    [0, false],
    ['no', true],
    ['true', true],
    [1, true],
    ['', null],
  ])('boolean of %j is %j', (value, expected) => {
    expect(cast(value, 'boolean')).toBe(expected);
  });

  it.each<[unknown, unknown]>([
    ['31/12/2020', '2020-12-31T00:00:00.000Z'],
    ['12/31/2024', '2024-12-31T00:00:00.000Z'],
    ['2024-03-01', '2024-03-01T00:00:00.000Z'],
    ['2024-03-01T10:00:00+02:00', '2024-03-01T08:00:00.000Z'],
    ['2024-02-30', null],
    ['tomorrow', null],
    [1_700_000_000, null],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('datetime_string of %j is %j', (value, expected) => {
    expect(cast(value, 'datetime_string')).toBe(expected);
  });

  it('leaves undefined, null and enums alone', () => {
    expect(compileCasts([field('v', 'number')])({})).toEqual({});
    expect(cast(null, 'string')).toBeNull();
    expect(cast({ value: 'a', source_value: 1 }, 'enum')).toEqual({ value: 'a', source_value: 1 });
  });

  it('leaves lists alone where the field is a list', () => {
    expect(cast(['1', '2'], 'number', { array: true })).toEqual(['1', '2']);
    expect(cast('1', 'number', { array: true })).toBe(1);
  });

  it('goes into objects and lists of objects', () => {
    const properties = [field('n', 'number')];
    expect(cast({ n: '1', x: 'y' }, 'object', { properties })).toEqual({ n: 1, x: 'y' });
    expect(cast([{ n: '1' }, 'x'], 'object', { properties, array: true })).toEqual([{ n: 1 }, 'x']);
  });

  it('casts custom fields where mapping put them', () => {
    const casts = compileCasts([field('size', 'number', { custom: true })]);
    expect(casts({ size: '1', unified_custom_fields: { size: '42', other: 'x' } })).toEqual({
      size: '1',
      unified_custom_fields: { size: 42, other: 'x' },
    });
  });

  it('changes nothing of the record it is given', () => {
    const record = { v: '1', nested: { n: '2' } };
    compileCasts([field('v', 'number'), field('nested', 'object', { properties: [field('n', 'number')] })])(record);
    expect(record).toEqual({ v: '1', nested: { n: '2' } });
  });

  it('yields a record for anything, and never throws', () => {
    const types: FieldType[] = ['string', 'number', 'boolean', 'datetime_string', 'enum', 'object'];
    const casts = compileCasts(types.map((type) => field(type, type, { properties: [field('v', 'string')] })));
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
        (value) => {
          const result = casts(Object.fromEntries(types.map((type) => [type, value])));
          expect(Object.keys(result)).toEqual(types);
          expect(typeof casts(value)).toBe('object');
        },
      ),
    );
  });
});
