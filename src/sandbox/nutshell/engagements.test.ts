import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

const NOW = Date.parse('2026-03-04T10:00:00Z') / 1000;

describe('activities', () => {
  // biome-ignore lint/suspicious/noExplicitAny: records of every shape
  const make = async (activity: unknown): Promise<any> =>
    (await client.post('/activities', { activities: [activity] })).json.activities[0];

  it('sort their participants by type', async () => {
    const activity = await make({
      name: 'Intro call',
      activityType: '2-activityTypes',
      description: 'Prices',
      location: 'Erie',
      startTime: 1_780_000_000,
      endTime: 1_780_003_600,
      isFlagged: true,
      links: { participants: ['2-users', '3-contacts', '7-accounts', '1003-leads', '3-contacts'] },
    });
    expect(activity).toMatchObject({
      type: 'activities',
      name: 'Intro call',
      agenda: 'Prices',
      location: 'Erie',
      startTime: 1_780_000_000,
      endTime: 1_780_003_600,
      createdTime: NOW,
      isFlagged: true,
      isLogged: false,
      isCancelled: false,
      isAllDay: false,
      isOverdue: false,
      isEditable: true,
      loggedTime: null,
      transcription: null,
      isMediaLogged: false,
      links: {
        activityType: '2-activityTypes',
        users: ['2-users'],
        contacts: ['3-contacts'],
        accounts: ['7-accounts'],
        leads: ['1003-leads'],
        creator: '1-users',
        logger: null,
        logNote: null,
        comments: [],
      },
    });
  });

  it('last half an hour from now with the caller alone, unless told otherwise', async () => {
    expect(await make({ name: 'Bare' })).toMatchObject({
      startTime: NOW,
      endTime: NOW + 1800,
      links: { users: ['1-users'], contacts: [], activityType: '1-activityTypes' },
    });
  });

  it('that are logged know who logged them, and keep the note on the first record they concern', async () => {
    const activity = await make({
      name: 'Logged',
      isLogged: true,
      note: 'Went well',
      startTime: NOW - 3600,
      links: { participants: ['3-contacts', '1003-leads'] },
    });
    expect(activity).toMatchObject({ isLogged: true, loggedTime: NOW, links: { logger: '1-users' } });
    const note = await client.one(`/notes/${activity.links.logNote}`);
    expect(note).toMatchObject({ body: 'Went well', parentType: 'leads', links: { parent: '1003-leads' } });
  });

  it('change with PUT in what the body names, and move their end with their start', async () => {
    const { id } = await make({
      name: 'Before',
      description: 'Agenda',
      startTime: 1_780_000_000,
      endTime: 1_780_007_200,
      links: { participants: ['3-contacts'] },
    });
    const { status, json } = await client.put(`/activities/${id}`, {
      activities: [{ name: 'After', startTime: 1_790_000_000, isLogged: true }],
    });
    expect(status).toBe(200);
    expect(json.activities[0]).toMatchObject({
      name: 'After',
      agenda: 'Agenda',
      startTime: 1_790_000_000,
      endTime: 1_790_007_200,
      isLogged: true,
      loggedTime: NOW,
      links: { contacts: ['3-contacts'], logger: '1-users' },
    });
    const cleared = await client.put(`/activities/${id}`, {
      activities: [{ isCancelled: true, isLogged: false, links: { participants: [] } }],
    });
    expect(cleared.json.activities[0]).toMatchObject({
      isCancelled: true,
      loggedTime: null,
      links: { contacts: [], users: [] },
    });
  });

  it('are overdue when they should have been logged by now', async () => {
    expect((await make({ name: 'Forgotten', startTime: NOW - 7200, endTime: NOW - 3600 })).isOverdue).toBe(true);
    expect((await make({ name: 'Done', startTime: NOW - 7200, endTime: NOW - 3600, isLogged: true })).isOverdue).toBe(
      false,
    );
  });

  it.each([
    ['no name', {}],
    ['an empty name', { name: '' }],
    ['a type that does not exist', { name: 'A', activityType: '99-activityTypes' }],
    ['a start that is no time', { name: 'A', startTime: 'soon' }],
    ['an end before the start', { name: 'A', startTime: NOW, endTime: NOW - 1 }],
    ['participants that are no list', { name: 'A', links: { participants: '3-contacts' } }],
    ['a participant that does not exist', { name: 'A', links: { participants: ['999999-contacts'] } }],
    ['a participant that cannot take part', { name: 'A', links: { participants: ['1-tags'] } }],
    ['a flag that is no flag', { name: 'A', isLogged: 'yes' }],
  ])('are refused with %s', async (_what, activity) => {
    expect((await client.post('/activities', { activities: [activity] })).status).toBe(400);
  });

  it('come one per request, also with PUT', async () => {
    const { json } = await client.put('/activities/3-activities', { activities: [{ name: 'A' }, { name: 'B' }] });
    expect(json.errors[0].title).toBe('You may only create one activities resource per request.');
  });
});

describe('notes', () => {
  it('are wrapped in data, and belong to a company, person or lead', async () => {
    for (const [parent, parentType] of [
      ['3-accounts', 'accounts'],
      ['3-contacts', 'contacts'],
      ['1003-leads', 'leads'],
    ]) {
      const { status, json } = await client.post('/notes', {
        data: { body: 'Called, wants pricing', links: { parent } },
      });
      expect(status).toBe(201);
      expect(json.notes[0]).toMatchObject({
        type: 'notes',
        body: 'Called, wants pricing',
        bodyHtml: 'Called, wants pricing',
        bodyMarkup: 'Called, wants pricing',
        parentType,
        isEditable: true,
        createdTime: NOW,
        deletedTime: null,
        links: { parent, comments: [] },
      });
    }
  });

  it('show whom they mention by name, and as a link in HTML, and nothing else as markup', async () => {
    const body = 'Ask @[Users:2] about <b>@[Accounts:3]</b>, not @[Users:999] or @[Planets:1]';
    const { json } = await client.post('/notes', { data: { body, links: { parent: '1003-leads' } } });
    const account = await client.one('/accounts/3-accounts');
    const [note] = json.notes;
    expect(note.body).toBe(`Ask Devon Achterberg about <b>${account.name}</b>, not @[Users:999] or @[Planets:1]`);
    expect(note.bodyMarkup).toBe(body);
    expect(note.bodyHtml).toContain('data-entity-id="2" data-entity-name="Users">Devon Achterberg</span>');
    expect(note.bodyHtml).toContain('&lt;b&gt;');
    expect(note.links).toMatchObject({ users: ['2-users'], accounts: ['3-accounts'], contacts: [] });
  });

  it('can be edited by their author for a day only', async () => {
    const { id } = (
      await client.as('Read and edit only').post('/notes', { data: { body: 'Mine', links: { parent: '3-accounts' } } })
    ).json.notes[0];
    expect((await client.one(`/notes/${id}`)).isEditable).toBe(false);
    expect((await client.as('Read and edit only').one(`/notes/${id}`)).isEditable).toBe(true);
  });

  it.each([
    ['no data', { notes: [{ body: 'x' }] }],
    ['no body', { data: { links: { parent: '3-accounts' } } }],
    ['a blank body', { data: { body: ' ', links: { parent: '3-accounts' } } }],
    ['no parent', { data: { body: 'x' } }],
    ['a parent that is only a number', { data: { body: 'x', links: { parent: 3 } } }],
    ['a parent that cannot have notes', { data: { body: 'x', links: { parent: '1-users' } } }],
  ])('are refused with %s', async (_what, body) => {
    const { status, json } = await client.post('/notes', body);
    expect(status).toBe(400);
    expect(json.notes).toEqual([]);
  });

  it('come newest first', async () => {
    const times = (await client.all('/notes')).map(({ createdTime }) => createdTime);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });
});

describe('tasks', () => {
  it('take a flat body and answer 200', async () => {
    const { status, json } = await client.post('/tasks', {
      title: 'Send quote',
      description: 'With discount',
      dueTime: '1743200000',
      recurrenceRule: { rule: 'FREQ=WEEKLY;BYDAY=MO', mode: 'dueDate' },
      links: { assignee: '4-users', relatedEntity: '1003-leads' },
    });
    expect(status).toBe(200);
    expect(json.tasks[0]).toMatchObject({
      type: 'tasks',
      title: 'Send quote',
      description: 'With discount',
      dueTime: 1_743_200_000,
      completedTime: null,
      isOverdue: true,
      recurrenceRule: { rule: 'FREQ=WEEKLY;BYDAY=MO', mode: 'dueDate' },
      links: { assignee: '4-users', relatedEntity: '1003-leads', creator: '1-users' },
    });
  });

  it('are the caller’s own without an assignee', async () => {
    const { json } = await client.post('/tasks', { title: 'Mine' });
    expect(json.tasks[0]).toMatchObject({
      dueTime: null,
      recurrenceRule: null,
      isOverdue: false,
      links: { assignee: '1-users', relatedEntity: null },
    });
  });

  it.each([
    ['no title', { description: 'x' }],
    ['a due time that is none', { title: 'x', dueTime: 'soon' }],
    ['a rule that is none', { title: 'x', recurrenceRule: { rule: 'every monday' } }],
    ['an unknown mode', { title: 'x', recurrenceRule: { rule: 'FREQ=DAILY', mode: 'never' } }],
    ['an assignee that is a team', { title: 'x', links: { assignee: '1-teams' } }],
    ['a related record that is a user', { title: 'x', links: { relatedEntity: '1-users' } }],
    ['a list for a body', [{ title: 'x' }]],
  ])('are refused with %s', async (_what, body) => {
    expect((await client.post('/tasks', body)).status).toBe(400);
  });

  it('come by due time, those without one first', async () => {
    const times = (await client.all('/tasks')).map(({ dueTime }) => dueTime ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('emails', () => {
  it('are read by id, with sender, receiver and text', async () => {
    expect(await client.one('/emails/3-emails')).toMatchObject({
      type: 'emails',
      subject: expect.any(String),
      body: expect.stringContaining('Best regards'),
      excerpt: expect.any(String),
      sentTime: expect.any(Number),
      links: { from: [expect.stringMatching(/<.+@.+>/)], to: [expect.stringContaining('@')], cc: [] },
    });
  });
});
