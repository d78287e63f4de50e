import type { Config } from '../config.ts';
import type { Clock, Logger } from '../kernel/index.ts';

/** What every part of a server is made with. */
export interface Base {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Notes how to end what was made. At a stop, and when the start fails, what was made last ends first. */
  readonly onStop: (end: () => Promise<void> | void) => void;
}

/** Where the server is reached; known once it listens. */
export interface Address {
  /** Where it listens, for callers on this machine. */
  url: string;
  /** Base of the links it hands out. */
  readonly publicUrl: () => string;
}
