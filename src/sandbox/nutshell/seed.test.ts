import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../kit/index.ts';
import { nutshell } from './index.ts';
import { ENTITY_TYPES, type EntityType, numberOf, typeOf } from './model/ids.ts';
import type { Stored } from './model/records.ts';
import { allLinks, linkOf, linksOf } from './model/tables.ts';
import { createState } from './seed/index.ts';
import type { State } from './state.ts';

const make = (today: string): State => createState({ random: createRandom(nutshell.key), today });
const rows = (state: State, type: EntityType): Stored[] => state.database.table(type).all();

let state: State;
beforeAll(() => {
  state = make('2026-03-04');
});

describe('the demonstration data', () => {
  it('has the size of a real instance', () => {
    const sizes = Object.fromEntries(ENTITY_TYPES.map((type) => [type, rows(state, type).length]));
    expect(sizes).toMatchObject({
      accounts: 300,
      contacts: 800,
      leads: 2000,
      activities: 3000,
      notes: 1600,
      tasks: 450,
      emails: 200,
      users: 23,
      teams: 4,
      stages: 12,
      stagesets: 3,
      accountTypes: 5,
      tags: 30,
      sources: 16,
      products: 22,
    });
    for (const type of ENTITY_TYPES) expect([type, sizes[type]! > 0]).toEqual([type, true]);
    expect(sizes['events']).toBeGreaterThan(3000);
    expect(sizes['quotes']).toBeGreaterThan(180);
  });

  it('refers to nothing that does not exist', () => {
    const dangling = ENTITY_TYPES.flatMap((type) =>
      rows(state, type).flatMap((row) =>
        allLinks(row)
          .filter((id) => {
            const target = typeOf(id);
            return target === undefined || !state.database.table(target).has(id);
          })
          .map((id) => `${row.id} → ${id}`),
      ),
    );
    expect(dangling).toEqual([]);
  });

  it('has ids of the right type, and lead numbers that are not the ids', () => {
    for (const type of ENTITY_TYPES) for (const { id } of rows(state, type)) expect(typeOf(id)).toBe(type);
    const leads = state.database.table('leads').all();
    expect(leads[0]).toMatchObject({ id: '1003-leads', number: 1000 });
    expect(leads.filter(({ id, number }) => numberOf(id) === number)).toEqual([]);
    expect(new Set(leads.map(({ number }) => number)).size).toBe(2000);
  });

  it('keeps stage and pipeline, status and outcome, market and price of a lead in line', () => {
    for (const lead of state.database.table('leads').all()) {
      const stage = state.database.table('stages').get(linkOf(lead, 'stage')!)!;
      expect(linkOf(stage, 'stageset')).toBe(linkOf(lead, 'stageset'));
      const outcome = state.database.table('outcomes').get(linkOf(lead, 'outcome') ?? '');
      expect(outcome?.status ?? 'open').toBe(lead.status);
      expect(lead.closedTime === null).toBe(lead.status === 'open');
      if (lead.closedTime !== null) expect(lead.closedTime).toBeGreaterThan(lead.createdTime - 86_400);
    }
  });

  it('lies in the past, except what is planned', () => {
    const now = Date.parse('2026-03-04T00:00:00Z') / 1000;
    for (const type of ENTITY_TYPES)
      for (const { id, createdTime } of rows(state, type)) expect([id, createdTime < now]).toEqual([id, true]);
    const planned = state.database.table('activities').filter(({ startTime }) => startTime > now);
    expect(planned.length).toBeGreaterThan(50);
    expect(planned.every(({ isLogged }) => !isLogged)).toBe(true);
  });

  it('has events in the order of their ids, each about one record', () => {
    let last = 0;
    for (const event of state.database.table('events').all()) {
      expect(event.createdTime).toBeGreaterThanOrEqual(last);
      last = event.createdTime;
      expect(linksOf(event, 'payloads')).toHaveLength(1);
      expect(event.payloadType).toBe(typeOf(linksOf(event, 'payloads')[0]!));
    }
  });

  it('uses invented people and places of the net only', () => {
    const text = JSON.stringify([
      ...rows(state, 'accounts'),
      ...rows(state, 'contacts'),
      ...rows(state, 'users'),
      ...rows(state, 'emails'),
    ]);
    for (const [, domain] of text.matchAll(/[\w.+-]+@([\w.-]+)/g)) expect(domain).toMatch(/\.example$/);
    for (const [phone] of text.matchAll(/\d{3}-\d{3}-\d{4}/g)) expect(phone).toMatch(/^\d{3}-555-01\d\d$/);
  });

  it('is the same in every run', () => {
    const again = make('2026-03-04');
    for (const type of ENTITY_TYPES) expect(rows(again, type)).toEqual(rows(state, type));
  });

  it('keeps ids, names and links on another day, and moves times along', () => {
    const later = make('2027-09-01');
    for (const type of ['accounts', 'contacts', 'leads', 'users', 'products'] as const) {
      const [now, then] = [state.database.table(type).all(), later.database.table(type).all()];
      expect(then.map(({ id, links }) => ({ id, links }))).toEqual(now.map(({ id, links }) => ({ id, links })));
    }
    const shift = (Date.parse('2027-09-01') - Date.parse('2026-03-04')) / 1000;
    const [first, moved] = [
      state.database.table('leads').get('1003-leads')!,
      later.database.table('leads').get('1003-leads')!,
    ];
    expect(moved.createdTime - first.createdTime).toBe(shift);
  });
});
