import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSeats } from './sample-seats.ts';

const department = fc.record({
  name: fc.string(),
  size: fc.integer({ min: 1, max: 60 }),
  teams: fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
});

describe('an organization chart', () => {
  it('seats everybody below somebody of the same department with an earlier seat', () => {
    fc.assert(
      fc.property(fc.array(department, { maxLength: 6 }), fc.integer({ min: 1, max: 12 }), (departments, perLead) => {
        const seats = sampleSeats(departments, perLead);
        expect(seats).toHaveLength(1 + departments.reduce((sum, { size }) => sum + size, 0));
        for (const [position, { index, level, manager, department: own, team }] of seats.entries()) {
          expect(index).toBe(position);
          if (manager === null) {
            expect([level, index]).toEqual(['chief', 0]);
            continue;
          }
          expect(manager).toBeLessThan(index);
          if (level === 'head') expect([manager, team]).toEqual([0, null]);
          else expect(seats[manager]?.department).toBe(own);
          if (level === 'member') expect(seats[manager]).toMatchObject({ level: 'lead', team });
        }
      }),
    );
  });

  it('has no lead without members, nor one with more than asked for', () => {
    for (let size = 3; size < 80; size++) {
      const seats = sampleSeats([{ name: 'A', size, teams: ['T'] }], 9);
      for (const { index } of seats.filter(({ level }) => level === 'lead')) {
        const members = seats.filter(({ manager }) => manager === index).length;
        expect([size, members >= 1 && members <= 9]).toEqual([size, true]);
      }
    }
  });
});
