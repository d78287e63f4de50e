import { describe, expect, it } from 'vitest';
import { startChild } from './testing/children.ts';
import { forEachDatabase } from './testing/databases.ts';

const ROUNDS = 16;

describe('a process that is killed while it writes', () => {
  forEachDatabase((_open, { newLocation, openAt }) => {
    it(`has lost nothing that it said it had written, ${ROUNDS} times in a row`, async () => {
      const location = await newLocation();
      const acknowledged: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const child = startChild('write', location);
        // Between the first write and some hundred later, at any point of the work between two of them.
        const enough = 1 + Math.floor(Math.random() * 120);
        await child.line(() => child.said.length >= enough);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        await child.kill();
        expect(child.said.filter((line) => line.startsWith('failed'))).toEqual([]);
        acknowledged.push(...child.said);

        const { kysely, close } = await openAt(location);
        const values = new Map(
          (await kysely.selectFrom('server_meta').selectAll().execute()).map(({ key, value }) => [key, value]),
        );
        const batches = new Map(
          (
            await kysely
              .selectFrom('request_logs')
              .select(['path', (e) => e.fn.countAll<number>().as('rows')])
              .groupBy('path')
              .execute()
          ).map(({ path, rows }) => [path, rows]),
        );
        expect(acknowledged.filter((id) => !values.has(id) && !batches.has(id))).toEqual([]);
        expect([...values].filter(([key, value]) => key !== value)).toEqual([]);
        expect([...batches].filter(([, rows]) => rows !== 150)).toEqual([]);
        await close();
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);
    }, 120_000);
  });
});
