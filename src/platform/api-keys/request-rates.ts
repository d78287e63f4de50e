import { type Clock, fail, type Logger, newId } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { RequestWindow, WINDOW_SECONDS } from './request-window.ts';

/** Channel on which processes tell each other what they have counted. */
const COUNTED = 'api_requests_counted';
const EXCHANGE_MS = 1_000;
/** Bytes of one message; the database takes 7,000. */
const MESSAGE_BYTES = 6_500;
/** Share of the limit after which a process tells the others at once. */
const HASTE = 0.05;

/** Seconds that the clock may go back before counting begins anew. */
const SET_BACK = 2 * WINDOW_SECONDS;

/** Where the headers of an answer are set. */
export interface AnswerHeaders {
  header(name: string, value: string): unknown;
}

/** How many requests callers (API keys, operators) may make. */
export interface RequestRates {
  /**
   * Counts a request of a caller and sets the `x-ratelimit-*` headers. Neither waits nor asks the database.
   * @throws PatchbayError `rate_limited` with the seconds to wait; a refused request is not counted
   */
  admit(callerId: string, answer: AnswerHeaders): void;
  /** Tells the other processes what was counted here. */
  exchange(): Promise<void>;
  close(): void;
}

/** What {@link createRequestRates} needs. */
export interface RequestRateParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Requests that a caller may make in any minute. */
  readonly limit: number;
}

/**
 * Makes the limiter of our own API: at most so many requests of a caller in the last 60 seconds, counted by the second.
 * Processes on one PostgreSQL tell each other what they counted, every second and whenever a twentieth of the limit has
 * come together, so that N of them let at most (N − 1) twentieths more through than one does, plus what arrives while a
 * message is on its way. A process that has just started knows nothing of the minute before.
 */
export function createRequestRates({ database, clock, logger, limit }: RequestRateParts): RequestRates {
  const windows = new Map<string, RequestWindow>();
  const self = newId(10);
  const shared = database.kind === 'postgres';
  const hurryAt = Math.max(1, Math.ceil(limit * HASTE));
  const limitText = String(limit);
  let untold: [callerId: string, window: RequestWindow][] = [];
  let hurried = false;
  let failing = false;
  let ticks = 0;

  const now = (): number => Math.floor(clock.now() / 1_000);
  const windowOf = (callerId: string, second: number): RequestWindow => {
    const known = windows.get(callerId);
    // A clock that was set back far would keep a window, and who is over the limit in it, until it has caught up.
    if (known !== undefined && known.second - second <= SET_BACK) {
      known.moveTo(second);
      return known;
    }
    const made = new RequestWindow(second);
    windows.set(callerId, made);
    return made;
  };

  /** What is to be told, as messages of `<process> <caller>=<count> …`. */
  const messages = (): string[] => {
    const batch = untold;
    untold = [];
    const texts: string[] = [];
    let text = self;
    for (const [callerId, window] of batch) {
      const part = ` ${callerId}=${window.untold}`;
      window.untold = 0;
      if (text.length + part.length > MESSAGE_BYTES) {
        texts.push(text);
        text = self;
      }
      text += part;
    }
    return batch.length === 0 ? [] : [...texts, text];
  };
  const exchange = async (): Promise<void> => {
    hurried = false;
    try {
      for (const message of messages()) await database.notify(COUNTED, message);
      failing = false;
    } catch (err) {
      if (!failing) logger.warn({ err }, 'could not tell the other processes how many requests were counted');
      failing = true;
    }
  };
  const hear = (payload: string): void => {
    const [sender, ...parts] = payload.split(' ');
    if (sender === self) return;
    const second = now();
    for (const part of parts) {
      const [callerId = '', count = ''] = part.split('=');
      if (callerId !== '' && /^\d{1,9}$/.test(count)) windowOf(callerId, second).add(Number(count));
    }
  };

  const stopHearing = shared ? database.onNotify(COUNTED, hear) : () => {};
  const timer = setInterval(() => {
    if (shared) void exchange();
    ticks += 1;
    if (ticks % WINDOW_SECONDS !== 0) return;
    const oldest = now() - WINDOW_SECONDS;
    for (const [callerId, { second }] of windows) if (second < oldest) windows.delete(callerId);
  }, EXCHANGE_MS);
  timer.unref();

  return {
    admit(callerId, answer) {
      const window = windowOf(callerId, now());
      const refused = window.total >= limit;
      if (!refused) {
        window.add(1);
        if (shared) {
          window.untold += 1;
          if (window.untold === 1) untold.push([callerId, window]);
          if (window.untold >= hurryAt && !hurried) {
            hurried = true;
            setImmediate(exchange);
          }
        }
      }
      const { relief } = window;
      answer.header('x-ratelimit-limit', limitText);
      answer.header('x-ratelimit-remaining', String(Math.max(0, limit - window.total)));
      answer.header('x-ratelimit-reset', String(relief));
      if (refused) throw fail('rate_limited', { seconds: relief }, { retryAfter: relief });
    },
    exchange,
    close() {
      clearInterval(timer);
      stopHearing();
    },
  };
}
