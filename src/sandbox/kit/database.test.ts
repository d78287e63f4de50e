import { beforeEach, describe, expect, it } from 'vitest';
import { Database } from './database.ts';

interface Person {
  readonly id: string;
  readonly bossId: string | null;
  readonly teamIds: readonly string[];
}
interface Team {
  readonly id: string;
  readonly siteId: string;
}
interface Rows {
  people: Person;
  teams: Team;
  sites: { readonly id: string };
  badges: { readonly id: number; readonly personId: string; readonly siteId: string };
}

let database: Database<Rows>;
const ids = (name: keyof Rows) =>
  database
    .table(name)
    .all()
    .map(({ id }) => id);

beforeEach(() => {
  database = new Database<Rows>(
    ['people', 'teams', 'sites', 'badges'],
    [
      { from: 'people', field: 'bossId', to: 'people', onDelete: 'clear' },
      { from: 'people', field: 'teamIds', to: 'teams', onDelete: 'clear' },
      { from: 'teams', field: 'siteId', to: 'sites', onDelete: 'refuse', except: ['nowhere'] },
      { from: 'badges', field: 'personId', to: 'people', onDelete: 'cascade' },
      { from: 'badges', field: 'siteId', to: 'sites', onDelete: 'refuse' },
    ],
  );
  database.table('sites').insert({ id: 's' });
  database.table('teams').insert({ id: 't', siteId: 's' });
  database.table('teams').insert({ id: 'u', siteId: 'nowhere' });
  database.table('people').insert({ id: 'a', bossId: null, teamIds: ['t'] });
  database.table('people').insert({ id: 'b', bossId: 'a', teamIds: ['t', 'u'] });
  database.table('badges').insert({ id: 1, personId: 'a', siteId: 's' });
});

describe('a table', () => {
  it('keeps the order of insertion, also after an update', () => {
    database.table('people').update('a', { teamIds: [] });
    expect(ids('people')).toEqual(['a', 'b']);
  });

  it('refuses an id that is taken', () => {
    expect(() => database.table('people').insert({ id: 'a', bossId: null, teamIds: [] })).toThrow('a already');
  });

  it('replaces records, so that what was read stays as it was', () => {
    const before = database.table('people').get('a');
    expect(database.table('people').update('a', { bossId: 'b' })).toMatchObject({ id: 'a', bossId: 'b' });
    expect(before?.bossId).toBeNull();
    expect(database.table('people').update('zz', {})).toBeUndefined();
  });

  it('finds and filters', () => {
    expect(database.table('people').find(({ bossId }) => bossId === 'a')?.id).toBe('b');
    expect(database.table('people').find(() => false)).toBeUndefined();
    expect(database.table('people').filter(({ teamIds }) => teamIds.includes('t'))).toHaveLength(2);
    expect([database.table('people').size, database.table('people').has('a')]).toEqual([2, true]);
  });
});

describe('relations', () => {
  it('are sound when every reference leads somewhere or is an exception', () => {
    expect(database.dangling()).toEqual([]);
  });

  it('tell which members of a record lead nowhere', () => {
    const row = { id: 'c', bossId: 'gone', teamIds: ['t', 'gone too'] };
    expect(database.unresolved('people', row).map(({ field, value }) => [field, value])).toEqual([
      ['bossId', 'gone'],
      ['teamIds', 'gone too'],
    ]);
  });

  it('take parts along and clear references when a record goes', () => {
    expect(database.remove('people', 'a')).toEqual({
      removed: [
        { table: 'people', id: 'a' },
        { table: 'badges', id: 1 },
      ],
    });
    expect(database.table('people').get('b')?.bossId).toBeNull();
    expect(ids('badges')).toEqual([]);
  });

  it('clear single entries of lists', () => {
    database.remove('teams', 't');
    expect(database.table('people').get('b')?.teamIds).toEqual(['u']);
    expect(database.dangling()).toEqual([]);
  });

  it('refuse a removal without changing anything', () => {
    expect(database.remove('sites', 's')).toMatchObject({ refusedBy: { from: 'teams' } });
    expect(ids('sites')).toEqual(['s']);
    expect(database.dangling()).toEqual([]);
  });

  it('do not refuse for the sake of records that go as well', () => {
    const own = new Database<{ boxes: { id: string }; things: { id: string; boxId: string; twinId: string } }>(
      ['boxes', 'things'],
      [
        { from: 'things', field: 'boxId', to: 'boxes', onDelete: 'cascade' },
        { from: 'things', field: 'twinId', to: 'things', onDelete: 'refuse' },
      ],
    );
    own.table('boxes').insert({ id: 'box' });
    own.table('things').insert({ id: 'x', boxId: 'box', twinId: 'y' });
    own.table('things').insert({ id: 'y', boxId: 'box', twinId: 'x' });
    expect(own.remove('things', 'x')).toHaveProperty('refusedBy');
    expect(own.remove('boxes', 'box')).toHaveProperty('removed');
    expect(own.table('things').size).toBe(0);
  });
});
