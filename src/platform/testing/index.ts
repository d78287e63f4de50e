import { createSecretKey, randomBytes } from 'node:crypto';
import { type Clock, silentLogger } from '../../kernel/index.ts';
import { createSealer, type Database } from '../../storage/index.ts';
import type { NewLink } from '../accounts/index.ts';

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** Makes a clock that starts at a round moment. */
export function testClock(start = Date.UTC(2026, 0, 31, 12)): TestClock {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** A sealer with a key of its own. */
export const testSealer = () => createSealer([{ id: 'test', key: createSecretKey(randomBytes(32)) }]);

/** A secret for hashing keys. */
export const testPepper = () => createSecretKey(randomBytes(32));

/** A silent logger. */
export const testLogger = silentLogger;

/** Inserts organizations and projects that rows of other tables can refer to. */
export async function addProjects(database: Database, ...ids: string[]): Promise<void> {
  await database.kysely.insertInto('organizations').values({ id: '1', name: 'Org', created_at: 0 }).execute();
  for (const id of ids) {
    await database.kysely
      .insertInto('projects')
      .values({ id, organization_id: '1', name: id, settings: '{}', created_at: 0, updated_at: 0 })
      .execute();
  }
}

/** An account of one owner at the provider `acme`, to be linked in project `p1` unless `more` says otherwise. */
export const newLink = (authConfigId: string, more: Partial<NewLink> = {}): NewLink => ({
  projectId: 'p1',
  authConfigId,
  authMethodKey: 'custom',
  provider: 'acme',
  environment: 'production',
  originOwnerId: 'o1',
  originOwnerName: 'Owner',
  originUsername: null,
  label: null,
  metadata: null,
  type: 'production',
  setup: { subdomain: 'x' },
  secrets: { apiKey: 'very-secret-value' },
  grantedScopes: null,
  statusReasons: [],
  alwaysNew: false,
  ...more,
});

/** How often others have their turn on this thread while something is done. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let [turns, over] = [0, false];
  const turn = (): void => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return turns;
}
