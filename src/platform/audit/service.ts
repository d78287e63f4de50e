import { setImmediate as breathe } from 'node:timers/promises';
import { type Clock, fail } from '../../kernel/index.ts';
import type { Database, Notify } from '../../storage/index.ts';
import { type AuditEntry, type AuditEvent, hashOf } from './entry.ts';
import { type AuditFilter, createAuditStore } from './store.ts';

const VERIFY_BATCH = 200;

/** What checking the chain found. */
export type ChainCheck =
  | {
      readonly intact: true;
      readonly entries: number /** Hash of the newest entry; empty when there is none. */;
      readonly head: string;
    }
  | {
      readonly intact: false;
      /** Place of the first entry that is missing, altered or out of order. */
      readonly position: number;
      readonly reason: string;
    };

/** What was done, by whom, when and from where: added to, never changed. */
export interface Audit {
  /**
   * Runs a change and notes it in the same transaction, so that neither exists without the other.
   * @param change may tell every process of it, together with the commit
   * @param describe tells what was done, from what the change returned; undefined notes nothing
   */
  recorded<T>(
    change: (db: Database['kysely'], notify: Notify) => Promise<T>,
    describe: (result: T) => AuditEvent | undefined,
  ): Promise<T>;
  /** Notes something that changes no record, such as reading secrets. */
  record(event: AuditEvent): Promise<void>;
  /** Newest first. */
  list(
    filter: AuditFilter,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<AuditEntry[]>;
  /** Checks the whole chain from the first entry on. */
  verify(): Promise<ChainCheck>;
}

/** Makes the audit log. Writers take turns under a lock of the database, so that the chain has one order. */
export function createAudit({ database, clock }: { readonly database: Database; readonly clock: Clock }): Audit {
  const append = async (db: Database['kysely'], event: AuditEvent): Promise<void> => {
    const store = createAuditStore(db);
    const last = await store.last();
    const entry = {
      ...event,
      // What is hashed is what a reader gets back: JSON knows no undefined.
      details: JSON.parse(JSON.stringify(event.details)) as Record<string, unknown>,
      position: (last?.position ?? 0) + 1,
      at: clock.now(),
      previousHash: last?.hash ?? '',
    };
    await store.insert({ ...entry, hash: hashOf(entry) });
  };

  const recorded: Audit['recorded'] = (change, describe) =>
    database.withLock('audit-log', (lost) =>
      database.transaction(async (db, notify) => {
        const result = await change(db, notify);
        const event = describe(result);
        if (event !== undefined) await append(db, event);
        if (lost.aborted) throw fail('database_unavailable');
        return result;
      }),
    );

  return {
    recorded,
    record: (event) =>
      recorded(
        async () => {},
        () => event,
      ),
    list: (filter, page) => createAuditStore(database.kysely).list(filter, page),
    async verify() {
      const store = createAuditStore(database.kysely);
      let [position, head] = [0, ''];
      for (;;) {
        const entries = await store.after(position, VERIFY_BATCH);
        for (const entry of entries) {
          const broken = (reason: string): ChainCheck => ({ intact: false, position: position + 1, reason });
          if (entry.position !== position + 1) return broken(`Entry ${position + 1} is missing.`);
          if (entry.previousHash !== head) return broken(`Entry ${entry.position} does not follow the one before it.`);
          if (hashOf(entry) !== entry.hash) return broken(`Entry ${entry.position} was altered.`);
          position = entry.position;
          head = entry.hash;
        }
        if (entries.length < VERIFY_BATCH) return { intact: true, entries: position, head };
        // The embedded database works on this thread: requests get their turn in between.
        await breathe();
      }
    },
  };
}
