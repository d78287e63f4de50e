import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

interface Event {
  readonly id: string;
  readonly createdTime: number;
  readonly payloadType: string;
  readonly action: string;
  readonly actorType: string;
  readonly changes: readonly { readonly attribute: string; readonly oldValue: unknown; readonly newValue: unknown }[];
  readonly links: { readonly actor: string; readonly payloads: readonly string[] };
}
interface Page {
  readonly meta: { readonly next: string | null; readonly previous: string | null; readonly last: string | null };
  readonly events: readonly Event[];
}

/** Follows a link of `meta`. */
const follow = async (link: string): Promise<Page> =>
  (await client.request('GET', link.replace(/^.*\/sandbox\/nutshell/, ''))).json;
const read = async (parameters: Record<string, string | number> = {}): Promise<Page> =>
  (await client.get('/events', parameters)).json;

/** Every event from a first page on, by one link of `meta`. */
async function walk(first: Page, direction: 'next' | 'previous'): Promise<Event[][]> {
  const pages: Event[][] = [];
  for (let page = first; page.events.length > 0; ) {
    pages.push([...page.events]);
    const link = page.meta[direction];
    if (link === null) break;
    page = await follow(link);
  }
  return pages;
}

describe('the timeline', () => {
  it('comes newest first, twenty at a time, with what the events are about', async () => {
    const { meta, events, ...rest } = (await client.get('/events')).json;
    expect(events).toHaveLength(20);
    expect(meta).toMatchObject({
      next: expect.stringContaining('since_id='),
      previous: expect.stringContaining('max_id='),
      last: events.at(-1).id,
    });
    const times = events.map(({ createdTime }: Event) => createdTime);
    expect(times).toEqual([...times].sort((a: number, b: number) => b - a));
    const payloads = new Set(rest.payloads.map(({ id }: { id: string }) => id));
    const actors = new Set(rest.actors.map(({ id }: { id: string }) => id));
    for (const { links } of events as Event[]) {
      for (const id of links.payloads) expect(payloads).toContain(id);
      expect(actors).toContain(links.actor);
    }
    for (const key of ['activityTypes', 'contacts', 'users', 'notes', 'emailAddresses', 'activities'])
      expect(rest).toHaveProperty(key);
  });

  it('shows every event once on the way back, and once on the way forth', async () => {
    const everything = (await read({ limit: 10_000 })).events.map(({ id }) => id);
    expect(everything.length).toBeGreaterThan(3000);
    const back = (await walk(await read({ limit: 700 }), 'previous')).flat().map(({ id }) => id);
    expect(back).toEqual(everything);
    const forth = await walk(await read({ limit: 700, since_time: 1 }), 'next');
    expect(
      forth
        .reverse()
        .flat()
        .map(({ id }) => id),
    ).toEqual(everything);
  });

  it('tells a poller what is new, and nothing twice', async () => {
    const { meta } = await read({ limit: 1 });
    expect((await follow(meta.next!)).events).toEqual([]);
    const { id } = (await client.post('/accounts', { accounts: [{ name: 'News' }] })).json.accounts[0];
    const fresh = await follow(meta.next!);
    expect(fresh.events).toMatchObject([{ action: 'create', payloadType: 'accounts', links: { payloads: [id] } }]);
    expect((await follow(fresh.meta.next!)).events).toEqual([]);
    expect((await follow(fresh.meta.next!)).meta).toMatchObject({ next: null, previous: null, last: null });
  });

  it('can be cut out by time, both ends included', async () => {
    const all = (await read({ limit: 10_000 })).events;
    const [newer, older] = [all[100]!.createdTime, all[300]!.createdTime];
    const cut = (await read({ limit: 10_000, since_time: older, max_time: newer })).events;
    expect(cut.map(({ id }) => id)).toEqual(
      all.filter(({ createdTime }) => createdTime >= older && createdTime <= newer).map(({ id }) => id),
    );
  });

  it('goes by payload, creator and entity', async () => {
    const all = (await read({ limit: 10_000 })).events;
    const ids = (events: readonly Event[]) => events.map(({ id }) => id);
    const notes = await read({ limit: 10_000, 'filters[payload][]': 'notes' });
    expect(ids(notes.events)).toEqual(ids(all.filter(({ payloadType }) => payloadType === 'notes')));
    const mine = await read({ limit: 10_000, 'filters[creator][]': '2-users' });
    expect(ids(mine.events)).toEqual(ids(all.filter(({ links }) => links.actor === '2-users')));
    const [entity] = all[50]!.links.payloads;
    const about = await read({ limit: 10_000, entity_id: entity! });
    expect(ids(about.events)).toEqual(ids(all.filter(({ links }) => links.payloads.includes(entity!))));
    expect((await read({ events: 'formSubmissions' })).events.every(({ actorType }) => actorType === 'origins')).toBe(
      true,
    );
  });

  it('keeps filters on the way', async () => {
    const first = await read({ limit: 50, 'filters[payload][]': 'contacts' });
    const pages = await walk(first, 'previous');
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(pages.flat().map(({ payloadType }) => payloadType))).toEqual(new Set(['contacts']));
  });

  it.each([
    ['limit', '10001'],
    ['since_time', 'yesterday'],
    ['max_id', '5-leads'],
    ['filters[payload][]', 'planets'],
    ['filters[emailEntityType][]', 'bystander'],
    ['events', 'eclipse'],
  ])('refuses %s=%s', async (name, value) => {
    expect((await client.get('/events', { [name]: value })).status).toBe(400);
  });
});

describe('every change', () => {
  const latest = async () => (await read({ limit: 1 })).events[0]!;

  it('is told with its old and new values', async () => {
    const { id } = (await client.post('/leads', { leads: [{ description: 'Told' }] })).json.leads[0];
    await client.patch(`/leads/${id}`, [
      { op: 'replace', path: '/leads/0/confidence', value: 80 },
      { op: 'replace', path: '/leads/0/manualValue', value: '500' },
      { op: 'replace', path: '/leads/0/Region', value: 'Gulf' },
      { op: 'add', path: '/leads/0/links/tags/-', value: '1-tags' },
      { op: 'replace', path: '/leads/0/links/owner', value: '2-users' },
    ]);
    const { action, changes } = await latest();
    expect(action).toBe('update');
    expect(changes).toEqual([
      { attribute: 'confidence', oldValue: '50', newValue: '80' },
      { attribute: 'value', oldValue: null, newValue: '500.00' },
      { attribute: 'Region', oldValue: null, newValue: 'Gulf' },
      { attribute: 'tags', oldValue: '', newValue: 'Urgent' },
      {
        attribute: 'owner',
        oldValue: { id: '1-users', type: 'users', name: 'Marguerite Osei' },
        newValue: { id: '2-users', type: 'users', name: 'Devon Achterberg' },
      },
    ]);
    expect((await read({ limit: 1, events: 'assignments' })).events[0]!.links.payloads).toEqual([id]);
  });

  it('of a stage is told on its own', async () => {
    const { id } = (await client.post('/leads', { leads: [{ description: 'Staged' }] })).json.leads[0];
    await client.patch(`/leads/${id}`, [{ op: 'replace', path: '/leads/0/links/stage', value: '102-stages' }]);
    expect(await latest()).toMatchObject({
      action: 'stagechange',
      payloadType: 'leads',
      changes: [
        {
          attribute: 'stage',
          oldValue: { id: '101-stages', type: 'stages', name: 'Qualify', position: 1 },
          newValue: { id: '102-stages', type: 'stages', name: 'Discover', position: 2 },
        },
      ],
    });
  });

  it('that changes nothing is not told', async () => {
    const { id } = (await client.post('/accounts', { accounts: [{ name: 'Same' }] })).json.accounts[0];
    const before = await latest();
    await client.patch(`/accounts/${id}`, [{ op: 'replace', path: '/accounts/0/name', value: 'Same' }]);
    expect(await latest()).toEqual(before);
  });

  it.each([
    [
      'create',
      'contacts',
      async () => (await client.post('/contacts', { contacts: [{ name: 'New' }] })).json.contacts[0].id,
    ],
    [
      'create',
      'notes',
      async () =>
        (await client.post('/notes', { data: { body: 'x', links: { parent: '3-accounts' } } })).json.notes[0].id,
    ],
    [
      'create',
      'activities',
      async () => (await client.post('/activities', { activities: [{ name: 'x' }] })).json.activities[0].id,
    ],
    ['delete', 'accounts', async () => (await client.delete('/accounts/7-accounts')).json.accounts[0].id],
    ['undelete', 'accounts', async () => (await client.post('/accounts/7-accounts/undelete')).json.accounts[0].id],
    [
      'statuschange',
      'leads',
      async () => (await client.post('/leads/1003-leads/status', { outcomeId: '1-outcomes' })).json.leads[0].id,
    ],
    // biome-ignore lint/suspicious/noExplicitAny: ids of records of every shape
  ] as [string, string, () => Promise<any>][])('%s of %s', async (action, payloadType, act) => {
    const id = await act();
    expect(await latest()).toMatchObject({ action, payloadType, links: { payloads: [id], actor: '1-users' } });
  });
});

describe('faults of the timeline', () => {
  const faulty = (path: string, fault: string) => client.request('GET', path, undefined, { 'x-sandbox-fault': fault });

  it('repeating_cursor: the next link leads to the same page', async () => {
    const { json } = await faulty('/events?limit=3', 'repeating_cursor');
    expect(json.meta.next).toMatch(/\/sandbox\/nutshell\/events\?limit=3$/);
    expect((await follow(json.meta.next)).events).toEqual(json.events);
  });

  it('endless_pages: an empty page names a further one', async () => {
    const path = '/events?limit=3&since_time=4000000000';
    expect((await client.request('GET', path)).json).toMatchObject({ events: [], meta: { next: null } });
    expect((await faulty(path, 'endless_pages')).json).toMatchObject({
      events: [],
      meta: { next: expect.stringContaining('/events?') },
    });
  });
});
