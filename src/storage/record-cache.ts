import type { Notify } from './database.ts';

/** What a record cache needs of a database. */
export interface ChangeFeed {
  notify(channel: string, payload: string): Promise<void>;
  onNotify(channel: string, listener: (payload: string) => void): () => void;
}

/** Records kept in memory until any process says that they changed. */
export interface RecordCache<Value extends object> {
  /** The record, if it is in memory. */
  get(key: string): Value | undefined;
  /** Reads a record and keeps it, unless it changed while it was read. */
  load(key: string, read: () => Promise<Value | undefined>): Promise<Value | undefined>;
  /**
   * Drops a record here and in every other process; the empty key drops all.
   * @param notify of the transaction that changes it: then all hear of it with the commit, also when this process ends
   *   right after. Without it, to be called once the change is committed.
   */
  changed(key: string, notify?: Notify): Promise<void>;
  close(): void;
}

/**
 * Makes a bounded cache whose changes travel over a channel of the database.
 * @param max number of records kept; those loaded first go first, since noting every use would cost more than reading one anew
 */
export function createRecordCache<Value extends object>(
  feed: ChangeFeed,
  channel: string,
  max: number,
): RecordCache<Value> {
  const records = new Map<string, Value>();
  let generation = 0;
  const drop = (key: string): void => {
    generation += 1;
    // An empty key means that changes may have been missed, so nothing kept can be trusted.
    if (key === '') records.clear();
    else records.delete(key);
  };
  const stop = feed.onNotify(channel, drop);
  return {
    get: (key) => records.get(key),
    async load(key, read) {
      const before = generation;
      const value = await read();
      if (value === undefined || before !== generation) return value;
      records.delete(key);
      records.set(key, value);
      if (records.size > max) records.delete(records.keys().next().value!);
      return value;
    },
    async changed(key, notify) {
      if (notify !== undefined) return notify(channel, key);
      drop(key);
      await feed.notify(channel, key);
    },
    close: stop,
  };
}
