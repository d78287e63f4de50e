import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig, type QueryResult, type QueryResultRow } from 'pg';
import { fail, isPatchbayError, type Logger, reasonOf } from '../../kernel/index.ts';
import { postgresFailure } from './failures.ts';

const LONGEST_PAUSE_MS = 5_000;

/** One thing after the other: a client of its own accord takes no second question while it answers one. */
function inTurn(client: Client) {
  let turn: Promise<unknown> = Promise.resolve();
  return <Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<QueryResult<Row>> => {
    const answer = turn.then(() => client.query<Row>(text, values));
    turn = answer.catch(() => {});
    return answer;
  };
}

interface Live {
  readonly client: Client;
  /** Asks when all that was asked before has been answered. */
  readonly ask: ReturnType<typeof inTurn>;
  /** Fires when this connection is lost. */
  readonly lost: AbortController;
}

/** What a session needs. */
export interface SessionOptions {
  /** Its time limit for queries is how long a heartbeat may take. */
  readonly config: ClientConfig;
  readonly logger: Logger;
  /** How often a silent connection is asked whether it still lives. */
  readonly heartbeatMs: number;
  /** Name of the channel to listen on. */
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  /** Called after a lost connection has been replaced: what was sent meanwhile did not arrive. */
  readonly onGap: () => void;
}

/**
 * The one connection that is kept for what belongs to a connection: notifications and locks.
 * It comes back by itself after it was lost.
 */
export class Session {
  readonly #options: SessionOptions;
  #live: Live | undefined;
  #connecting: Promise<Live> | undefined;
  #closed = false;
  #wasLost = false;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The live connection, made when there is none. @throws PatchbayError `database_unavailable` */
  async connect(): Promise<Live> {
    if (this.#closed) throw fail('shutting_down');
    if (this.#live) return this.#live;
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return await this.#connecting;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connecting?.catch(() => {});
    await this.#live?.client.end().catch(() => {});
  }

  async #open(): Promise<Live> {
    const { config, channel, onPayload, onGap } = this.#options;
    const client = new Client(config);
    const live: Live = { client, ask: inTurn(client), lost: new AbortController() };
    const ended = (err?: Error): void => this.#lose(live, err);
    client.on('error', ended);
    client.on('end', ended);
    client.on('notification', ({ payload }) => onPayload(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw postgresFailure(error);
    }
    if (live.lost.signal.aborted) throw fail('database_unavailable');
    this.#live = live;
    void this.#watch(live);
    if (this.#wasLost) onGap();
    this.#wasLost = false;
    return live;
  }

  #lose(live: Live, err: Error | undefined): void {
    if (live.lost.signal.aborted) return;
    live.lost.abort(fail('database_unavailable', {}, { cause: err }));
    if (this.#live !== live) return;
    this.#live = undefined;
    this.#wasLost = true;
    if (this.#closed) return;
    this.#options.logger.warn(
      { reason: reasonOf(err ?? 'closed by the server') },
      'The connection for locks and notifications was lost; connecting again',
    );
    void live.client.end().catch(() => {});
    void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    for (let pause = 100; !this.#closed; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.connect();
        this.#options.logger.info({}, 'The connection for locks and notifications is back');
        return;
      } catch (err) {
        if (isPatchbayError(err, 'shutting_down')) return;
        await sleep(pause, undefined, { ref: false });
      }
    }
  }

  /** A connection that died without a word is found out by asking. */
  async #watch(live: Live): Promise<void> {
    const signal = live.lost.signal;
    while (!signal.aborted) {
      try {
        await sleep(this.#options.heartbeatMs, undefined, { ref: false, signal });
        await live.ask('select 1');
      } catch (error) {
        if (!signal.aborted) this.#lose(live, error instanceof Error ? error : undefined);
      }
    }
  }
}
