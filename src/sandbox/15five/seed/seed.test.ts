import { describe, expect, it } from 'vitest';
import { createRandom } from '../../kit/index.ts';
import { percentageOf } from '../model/objectives.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import { createFifteenFiveState } from './index.ts';

const make = (today: string) => createFifteenFiveState({ random: createRandom('15five'), today });
type Company = ReturnType<typeof make>;

const dump = ({ database }: Company) => Object.fromEntries(TABLES.map((name) => [name, database.table(name).all()]));
const TODAY = '2026-03-04';
const company = make(TODAY);
const rows = <Name extends TableName>(name: Name) => company.database.table(name).all();

describe('the demonstration data', () => {
  it('is the same in every run', () => {
    expect(dump(make(TODAY))).toEqual(dump(company));
  });

  it.each(['2026-01-01', '2026-02-28', '2026-06-30', '2026-12-31', '2028-02-29'])(
    'is sound and alive on %s',
    (today) => {
      const other = make(today);
      expect(other.database.dangling()).toEqual([]);
      const table = <Name extends TableName>(name: Name) => other.database.table(name).all();
      for (const name of TABLES.filter((one) => one !== 'userImports'))
        expect([name, table(name).length > 0]).toEqual([name, true]);
      const end = `${today}T23:59:59.999999Z`;
      const late = TABLES.flatMap((name) =>
        table(name).flatMap((row) =>
          Object.entries(row)
            .filter(([member]) => /^(create|update|submit|reviewed|first_login|last_login)_ts$/.test(member))
            .filter(([, value]) => value !== null && String(value) > end)
            .map(([member]) => [name, row.id, member]),
        ),
      );
      expect(late).toEqual([]);
      expect(table('reports').some(({ due_date, submit_ts }) => due_date >= today && submit_ts === null)).toBe(true);
      expect(table('vacations').some(({ start_dt, end_dt }) => start_dt <= today && today <= end_dt)).toBe(true);
      expect(table('reviewCycles').filter(({ status }) => status === 'in_progress')).toHaveLength(1);
      const starts = table('objectives').map(({ start_ts }) => start_ts);
      expect(starts.some((start) => start > end) && starts.some((start) => start < `${today.slice(0, 4)}`)).toBe(true);
    },
  );

  it('keeps ids, names and history whatever the day is', () => {
    const later = make('2026-03-20');
    for (const user of rows('users')) {
      const { id, first_name, email, reviewer_id, company_groups_ids, global_id } = user;
      const same = { id, first_name, email, reviewer_id, company_groups_ids, global_id };
      expect(later.database.table('users').get(id)).toMatchObject(same);
    }
    const settled = rows('reports').filter(({ due_date }) => due_date > '2025-12-31' && due_date < '2026-02-10');
    expect(settled.length).toBeGreaterThan(1000);
    const changed = settled.filter(
      ({ id, submit_ts }) => later.database.table('reports').get(id)?.submit_ts !== submit_ts,
    );
    expect(changed).toEqual([]);
    for (const { id, name, status } of rows('reviewCycles'))
      expect(later.database.table('reviewCycles').get(id)).toMatchObject({ name, status });
  });

  it('is a company of three hundred different people with one tree of managers', () => {
    const users = rows('users');
    expect(users).toHaveLength(300);
    for (const member of ['email', 'global_id', 'id'] as const)
      expect(new Set(users.map((user) => user[member])).size).toBe(300);
    const byId = new Map(users.map((user) => [user.id, user]));
    const top = users.filter(({ reviewer_id }) => reviewer_id === null);
    expect(top).toHaveLength(1);
    for (const user of users) {
      let at = user;
      for (let steps = 0; at.reviewer_id !== null && steps < 6; steps++) at = byId.get(at.reviewer_id)!;
      expect(at).toBe(top[0]);
      expect(user.is_reviewer).toBe(users.some(({ reviewer_id }) => reviewer_id === user.id));
    }
    expect(users.filter(({ is_active }) => !is_active).length).toBeGreaterThan(8);
    expect(users.filter(({ first_login_ts }) => first_login_ts === null).length).toBeGreaterThan(0);
    for (const member of ['employee_id', 'title', 'location'] as const)
      expect(users.some((user) => user[member] === null)).toBe(true);
  });

  it('has managers who are still there', () => {
    const inactive = new Set(rows('users').flatMap(({ id, is_active }) => (is_active ? [] : [id])));
    for (const { reviewer_id } of rows('users')) expect(inactive.has(reviewer_id ?? 0)).toBe(false);
  });

  it('has objectives of every scope, state of mind and kind of key result', () => {
    const objectives = rows('objectives');
    const having = (member: 'scope' | 'color' | 'visibility') => new Set(objectives.map((one) => one[member])).size;
    expect([having('scope'), having('color'), having('visibility')]).toEqual([4, 4, 3]);
    const results = Map.groupBy(rows('keyResults'), ({ objective_id }) => objective_id);
    const types = [...results.values()].map((list) => new Set(list.map(({ type }) => type)).size);
    expect(Math.max(...types)).toBe(4);
    const progress = objectives.map(({ id }) => percentageOf(results.get(id) ?? []));
    expect(progress.every((value) => value >= 0 && value <= 100)).toBe(true);
    expect(new Set(progress).size).toBeGreaterThan(5);
  });

  it('changes nothing before it was made', () => {
    const tables = ['users', 'objectives', 'objectiveEvents', 'priorities', 'participants', 'reviews'] as const;
    for (const name of tables)
      expect([name, rows(name).filter(({ create_ts, update_ts }) => update_ts < create_ts)]).toEqual([name, []]);
  });
});
