import { describe, expect, it } from 'vitest';
import { decodeCompositeId, encodeCompositeId } from '../cursor/composite-id.ts';
import { play, step } from '../testing/harness.ts';

const fields = [
  { targetFieldKey: 'id', type: 'string', expression: '$.person' },
  { targetFieldKey: 'company_id', type: 'string', expression: '$.company', alias: 'c' },
  { targetFieldKey: 'person_id', type: 'string', expression: '$.person' },
];

const mapped = async (data: unknown, compositeIdentifiers: Record<string, unknown>) => {
  const { result } = await play({
    steps: [step('map', 'map_fields', { dataSource: '$.inputs.data', fields }, { version: 2 })],
    inputs: { data },
    action: { compositeIdentifiers },
  });
  return result.data as Record<string, string>;
};

const composite = {
  enabled: true,
  fields: [
    {
      targetFieldKey: 'id',
      remote: 'remote_id',
      components: [{ name: 'company_id' }, { name: 'person_id', alias: 'p' }],
    },
  ],
};

describe('composite ids of mapped records', () => {
  it('are made of the named fields, by their short names, and keep the plain id aside', async () => {
    const record = await mapped({ company: '1', person: '2' }, composite);
    expect(record).toMatchObject({ remote_id: '2', company_id: '1', person_id: '2' });
    expect(decodeCompositeId(record['id'] ?? '')).toEqual({ ok: true, parts: { c: '1', p: '2' } });
  });

  it('are made for every record of a list', async () => {
    const records = (await mapped([{ company: '1', person: '2' }], composite)) as unknown as Record<string, string>[];
    expect(records[0]?.['id']).toMatch(/^c28xIQ/);
  });

  it('are not made where a part is missing, or where the author switched them off', async () => {
    expect(await mapped({ person: '2' }, composite)).toEqual({ id: '2', person_id: '2' });
    expect(await mapped({ company: '1', person: '2' }, { ...composite, enabled: false })).toEqual({
      id: '2',
      company_id: '1',
      person_id: '2',
    });
  });
});

describe('composite ids among inputs', () => {
  const given = (id: string, more: Record<string, unknown> = {}) =>
    play({
      steps: [
        step('s', 'static_values', {
          values: { id: '$.inputs.id', company: '$.inputs.company_id', person: '$.inputs.person_id' },
        }),
      ],
      inputs: { id, ...more },
      action: { compositeIdentifiers: withAliases },
    });
  const id = encodeCompositeId({ company_id: '1', person_id: '2' }, { company_id: 'c', person_id: 'p' });
  const withAliases = {
    enabled: true,
    fields: [
      {
        targetFieldKey: 'id',
        components: [
          { name: 'company_id', alias: 'c' },
          { name: 'person_id', alias: 'p' },
        ],
      },
    ],
  };

  it('are taken apart by the names of their parts', async () => {
    expect((await given(id)).result.data).toEqual({ id, company: '1', person: '2' });
  });

  it('of one part stand for that part', async () => {
    expect((await given(encodeCompositeId({ person_id: '7' }))).result.data).toMatchObject({ id: '7' });
  });

  it('leave inputs alone that were given, and ids that are none', async () => {
    expect((await given(id, { company_id: 'own' })).result.data).toMatchObject({ company: 'own', person: '2' });
    expect((await given('c28xIQ!!')).result.data).toMatchObject({ id: 'c28xIQ!!' });
  });
});
