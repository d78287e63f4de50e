import type { Call, Database, Random } from '../kit/index.ts';
import type { Item } from './item.ts';
import type { Token } from './tokens.ts';

/** Tables by name; all records are {@link Item}s, described by the resource tables. */
export type Tables = Record<string, Item>;

/** A webhook delivery that is still to be made. */
export interface PendingDelivery {
  readonly eventId: string;
  readonly attempts: number;
  /** Milliseconds of the emulator's clock. */
  readonly dueAt: number;
}

/** Bytes of an uploaded or generated file. */
export interface FileContent {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Everything the emulated account holds. */
export interface State {
  readonly database: Database<Tables>;
  readonly random: Random;
  readonly companyId: string;
  /** By secret. */
  readonly tokens: Map<string, Token>;
  /** Records made so far, by table; keeps new ids the same in every run. */
  readonly made: Map<string, number>;
  /** Contents of uploaded files, by file id. */
  readonly uploads: Map<string, FileContent>;
  /** Signing secrets, by webhook id. */
  readonly webhookSecrets: Map<string, string>;
  /** Since when deliveries to a webhook have been failing, by webhook id. */
  readonly failingSince: Map<string, number>;
  deliveries: PendingDelivery[];
}

/** A call on this emulator. */
export type HumaansCall = Call<State>;

/** Who calls: the token and the role of the person behind it. */
export interface Caller {
  readonly token: Token;
  readonly role: string;
}

/** The next id of a table: 24 letters and digits. */
export function nextId(state: State, table: string): string {
  const count = (state.made.get(table) ?? 0) + 1;
  state.made.set(table, count);
  return state.random.fork(`new/${table}/${count}`).base62(24);
}
