import type { Logger } from '../kernel/index.ts';
import type { NotificationListener } from './database.ts';

const CHANNEL = /^[A-Za-z0-9_.:-]{1,100}$/;
/** PostgreSQL carries at most 7,999 bytes; the rest is for the channel and the sender. */
const MAX_PAYLOAD_BYTES = 7_000;

/** @throws TypeError when this channel and payload could not travel on every database */
export function checkNotification(channel: string, payload: string): void {
  if (!CHANNEL.test(channel)) throw new TypeError(`"${channel}" cannot be the name of a channel`);
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
    throw new TypeError(`A notification carries at most ${MAX_PAYLOAD_BYTES} bytes; send an id and look the rest up`);
  }
  if (payload.includes('\0')) throw new TypeError('A notification cannot carry U+0000');
}

/** The listeners of this process. */
export class Notifications {
  readonly #logger: Logger;
  readonly #listeners = new Map<string, Set<NotificationListener>>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Adds a listener; the returned function takes it away again. */
  on(channel: string, listener: NotificationListener): () => void {
    const own: NotificationListener = (payload) => listener(payload);
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(own));
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners) this.#listeners.delete(channel);
    };
  }

  /** Calls the listeners of one channel. What one of them throws is logged and stops no other. */
  deliver(channel: string, payload: string): void {
    for (const listener of [...(this.#listeners.get(channel) ?? [])]) {
      try {
        listener(payload);
      } catch (err) {
        this.#logger.error({ err, channel }, 'A listener for database notifications failed');
      }
    }
  }

  /** Tells every listener that messages may have been missed. */
  deliverGap(): void {
    for (const channel of [...this.#listeners.keys()]) this.deliver(channel, '');
  }
}
