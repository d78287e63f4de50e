import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

const DAY = 86_400_000;

/** What can be restored, with an example of each. */
const RESTORABLE: readonly (readonly [path: string, id: string])[] = [
  ['/accounts', '3-accounts'],
  ['/contacts', '3-contacts'],
  ['/leads', '1003-leads'],
  ['/notes', '3-notes'],
  ['/products', '3-products'],
  ['/sources', '3-sources'],
  ['/tags', '3-tags'],
];

describe('a deleted record', () => {
  it.each(RESTORABLE)('%s leaves lists, can still be read, and comes back as it was', async (path, id) => {
    const before = await client.one(`${path}/${id}`.replace(/^\/(tags|sources)\/.*/, '/$1'));
    const listed = (await client.all(path)).length;
    expect((await client.delete(`${path}/${id}`)).status).toBe(path === '/contacts' ? 204 : 200);
    const after = await client.all(path);
    expect(after.map((row) => row.id)).not.toContain(id);
    expect(after).toHaveLength(listed - 1);
    if (!['/tags', '/sources'].includes(path)) expect((await client.one(`${path}/${id}`)).deletedTime).not.toBeNull();
    expect((await client.delete(`${path}/${id}`)).status).toBe(404);
    const { status, json } = await client.post(`${path}/${id}/undelete`);
    expect(status).toBe(200);
    expect(json[path.slice(1)][0]).toMatchObject({ id, deletedTime: null });
    expect(await client.all(path)).toHaveLength(listed);
    if (!['/tags', '/sources'].includes(path)) {
      const { avatarUrl: _old, modifiedTime: _then, ...rest } = before;
      expect(await client.one(`${path}/${id}`)).toMatchObject(rest);
    }
  });

  it.each(RESTORABLE)('%s cannot be restored while it is not deleted', async (path, id) => {
    const { status, json } = await client.post(`${path}/${id}/undelete`);
    expect(status).toBe(400);
    expect(json.errors[0].detail).toBe(`${id} is not deleted.`);
  });

  it('stands in nobody’s links until it is back', async () => {
    const lead = (await client.all('/leads')).find(
      ({ links }) => links.accounts.length === 1 && links.contacts.length > 0 && links.sources.length === 1,
    );
    const [[account], [contact], [source]] = [lead.links.accounts, lead.links.contacts, lead.links.sources];
    await client.delete(`/accounts/${account}`);
    await client.delete(`/contacts/${contact}`);
    await client.delete(`/sources/${source}`);
    const { links } = await client.one(`/leads/${lead.id}`);
    expect([links.accounts, links.sources]).toEqual([[], []]);
    expect(links.contacts).not.toContain(contact);
    for (const [path, id] of [
      ['accounts', account],
      ['contacts', contact],
      ['sources', source],
    ])
      expect((await client.post(`/${path}/${id}/undelete`)).status).toBe(200);
    expect((await client.one(`/leads/${lead.id}`)).links).toEqual(lead.links);
  });

  it('takes what belongs to it out of sight, and brings it back', async () => {
    const lead = (await client.all('/leads')).find(
      ({ links }) => links.productMaps.length > 0 && links.competitorMaps.length > 0,
    );
    await client.post('/notes', { data: { body: 'Belongs', links: { parent: lead.id } } });
    const belongings = async () => {
      const [notes, products, competitors] = await Promise.all(
        ['/notes', '/productmaps', '/competitormaps'].map((path) => client.all(path)),
      );
      return [
        notes!.filter(({ links }) => links.parent === lead.id).length,
        products!.filter(({ links }) => links.lead === lead.id).length,
        competitors!.filter(({ links }) => links.lead === lead.id).length,
      ];
    };
    const before = await belongings();
    expect(Math.min(...before)).toBeGreaterThan(0);
    await client.delete(`/leads/${lead.id}`);
    expect(await belongings()).toEqual([0, 0, 0]);
    await client.post(`/leads/${lead.id}/undelete`);
    expect(await belongings()).toEqual(before);
  });

  it('cannot be linked to, closed or moved', async () => {
    const { id } = (await client.post('/leads', { leads: [{ description: 'Gone' }] })).json.leads[0];
    await client.delete(`/leads/${id}`);
    expect((await client.post(`/leads/${id}/status`, { outcomeId: '1-outcomes' })).status).toBe(400);
    expect((await client.post('/notes', { data: { body: 'To a ghost', links: { parent: id } } })).status).toBe(400);
    expect((await client.post('/tasks', { title: 'For a ghost', links: { relatedEntity: id } })).status).toBe(400);
  });

  it('is gone for good after 30 days', async () => {
    const { id } = (await client.post('/accounts', { accounts: [{ name: 'Short-lived' }] })).json.accounts[0];
    await client.delete(`/accounts/${id}`);
    client.served.clock.advance(30 * DAY);
    expect((await client.get(`/accounts/${id}`)).status).toBe(200);
    client.served.clock.advance(DAY);
    expect((await client.get(`/accounts/${id}`)).status).toBe(404);
    expect((await client.post(`/accounts/${id}/undelete`)).status).toBe(404);
  });
});

describe('deleting', () => {
  it.each([
    ['/contacts', ['11-contacts', '15-contacts'], 204],
    ['/notes', ['7-notes', '11-notes'], 200],
    ['/products', ['4-products', '5-products'], 200],
    ['/productMaps', ['5-productMaps', '6-productMaps'], 200],
    ['/tags', ['5-tags', '6-tags'], 200],
    ['/tasks', ['7-tasks', '11-tasks'], 200],
  ])('several of %s at once', async (path, ids, status) => {
    const answer = await client.delete(`${path}/${ids.join(',')}`);
    expect(answer.status).toBe(status);
    const left = (await client.all(path)).map(({ id }) => id);
    for (const id of ids) expect(left).not.toContain(id);
  });

  it('deletes none of several when one does not exist', async () => {
    expect((await client.delete('/tags/7-tags,999-tags')).status).toBe(404);
    expect((await client.all('/tags')).map(({ id }) => id)).toContain('7-tags');
  });

  it.each([
    ['/tasks', '15-tasks'],
    ['/productmaps', '9-productMaps'],
    ['/competitormaps', '5-competitorMaps'],
  ])('%s is for good', async (path, id) => {
    expect((await client.delete(`${path}/${id}`)).status).toBeLessThan(300);
    expect((await client.get(`${path}/${id}`)).status).toBe(404);
    expect((await client.post(`${path}/${id}/undelete`)).status).toBe(404);
  });
});

describe('the list of deletions', () => {
  it('tells what was deleted, the latest first', async () => {
    const account = (await client.post('/accounts', { accounts: [{ name: 'Deleted first' }] })).json.accounts[0].id;
    const lead = (await client.post('/leads', { leads: [{ description: 'Deleted second' }] })).json.leads[0].id;
    await client.delete(`/accounts/${account}`);
    client.served.clock.advance(60_000);
    await client.delete(`/leads/${lead}`);
    const { json } = await client.get('/events/deleted', { sort: '-change_time' });
    expect(json.events.slice(0, 2)).toMatchObject([
      { action: 'delete', payloadType: 'leads', links: { payloads: [lead], actor: '1-users' } },
      { action: 'delete', payloadType: 'accounts', links: { payloads: [account] } },
    ]);
    expect(json.payloads.map(({ id }: { id: string }) => id)).toContain(lead);
    const leadsOnly = (await client.get('/events/deleted', { 'filter[types]': 'leads' })).json.events;
    expect(new Set(leadsOnly.map(({ payloadType }: { payloadType: string }) => payloadType))).toEqual(
      new Set(['leads']),
    );
    expect((await client.get('/events/deleted', { 'filter[types]': 'planets' })).status).toBe(400);
  });
});
