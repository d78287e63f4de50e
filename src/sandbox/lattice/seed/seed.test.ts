import { describe, expect, it } from 'vitest';
import { createRandom } from '../../kit/index.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import { createLatticeState } from './index.ts';

const make = (today: string) => createLatticeState({ random: createRandom('lattice'), today });
type Company = ReturnType<typeof make>;

const dump = ({ database }: Company) => Object.fromEntries(TABLES.map((name) => [name, database.table(name).all()]));
const TODAY = '2026-03-04';
const company = make(TODAY);
const rows = <Name extends TableName>(name: Name) => company.database.table(name).all();

describe('the demonstration data', () => {
  it('is the same in every run', () => {
    expect(dump(make(TODAY))).toEqual(dump(company));
  });

  it.each(['2026-01-01', '2026-02-28', '2026-07-01', '2026-12-31', '2028-02-29'])(
    'is sound and alive on %s',
    (today) => {
      const { database } = make(today);
      expect(database.dangling()).toEqual([]);
      const table = <Name extends TableName>(name: Name) => database.table(name).all();
      for (const name of TABLES) expect([name, table(name).length > 0]).toEqual([name, true]);
      const end = Date.parse(today) / 1000 + 86_400;
      const late = TABLES.filter((name) => name !== 'reviewees' && name !== 'reviewCycles').flatMap((name) =>
        table(name).flatMap((row) =>
          Object.entries(row)
            .filter(([member, value]) => member.endsWith('At') && typeof value === 'number' && value > end)
            .map(([member]) => [name, row.id, member]),
        ),
      );
      expect(late).toEqual([]);
      const stages = table('reviewCycles').map(({ stage }) => stage);
      expect(
        ['Ended', 'CollectingReviews', 'Draft'].map((stage) => stages.filter((one) => one === stage).length),
      ).toEqual([5, 1, 1]);
      expect(new Set(table('goals').map(({ state }) => state)).size).toBe(4);
      expect(table('timeOffRequests').some(({ startDate, endDate }) => startDate <= today && today <= endDate)).toBe(
        true,
      );
      expect(new Set(table('users').map(({ status }) => status)).size).toBe(4);
    },
  );

  it('keeps ids, names and history whatever the day is', () => {
    const later = make('2026-04-20').database;
    for (const { id, name, email, managerId, externalUserId } of rows('users'))
      expect(later.table('users').get(id)).toMatchObject({ name, email, managerId, externalUserId });
    const ended = rows('reviewCycles').filter(({ stage }) => stage === 'Ended');
    for (const cycle of ended) expect(later.table('reviewCycles').get(cycle.id)).toEqual(cycle);
    const reviews = rows('reviews').filter(({ cycleId }) => ended.some(({ id }) => id === cycleId));
    expect(reviews.filter((review) => later.table('reviews').get(review.id)?.state !== review.state)).toEqual([]);
  });

  it('is a company of three hundred different people with one tree of managers', () => {
    const users = rows('users');
    expect(users).toHaveLength(300);
    expect(new Set(users.map(({ email }) => email)).size).toBe(300);
    const byId = new Map(users.map((user) => [user.id, user]));
    const top = users.filter(({ managerId }) => managerId === null);
    expect(top).toHaveLength(1);
    for (const user of users) {
      let at = user;
      for (let steps = 0; at.managerId !== null && steps < 6; steps++) at = byId.get(at.managerId)!;
      expect(at).toBe(top[0]);
      if (user.managerId !== null) expect(byId.get(user.managerId)?.status).toBe('ACTIVE');
    }
    expect(users.filter(({ status }) => status !== 'ACTIVE').length).toBeGreaterThan(15);
    for (const member of ['title', 'preferredName', 'externalUserId', 'birthDate'] as const)
      expect([member, users.some((user) => user[member] === null)]).toEqual([member, true]);
  });

  it('has trees of goals: the company’s on top, key results below departments’', () => {
    const goals = new Map(rows('goals').map((goal) => [goal.id, goal]));
    const keyResults = rows('goals').filter(({ okrType }) => okrType === 'key_result');
    expect(keyResults.length).toBeGreaterThan(50);
    for (const { parentId, ownerIds } of keyResults) {
      const parent = goals.get(parentId ?? '')!;
      expect(parent.goalType).toBe('Department');
      expect(goals.get(parent.parentId ?? '')?.goalType).toBe('Company');
      expect(ownerIds.length).toBeGreaterThan(0);
    }
    expect(new Set(rows('goals').map(({ goalType }) => goalType)).size).toBe(4);
    expect(new Set(rows('goals').map(({ amountType }) => amountType)).size).toBe(4);
  });

  it('changes nothing before it was made', () => {
    for (const name of ['users', 'goals', 'tasks', 'reviews', 'reviewees', 'reviewCycles', 'timeOffRequests'] as const)
      expect([name, rows(name).filter(({ createdAt, updatedAt }) => updatedAt < createdAt)]).toEqual([name, []]);
  });
});
