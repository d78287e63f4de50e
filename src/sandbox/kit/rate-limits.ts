/** A published limit of a provider: so many requests per window for each key. */
export interface RateLimit {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** What the limit counts by: the caller's credentials, its address, or the whole account. */
  readonly by: 'credentials' | 'address' | 'account';
  /** Paths below the emulator's base that the limit covers, as a prefix. Default: all. */
  readonly pathPrefix?: string;
}

/** Where a caller stands with one limit after a request was counted. */
export interface LimitReading {
  readonly rule: RateLimit;
  readonly allowed: boolean;
  readonly remaining: number;
  /** Whole seconds until a refused caller may come back, at least 1. */
  readonly retryAfter: number;
  /** Milliseconds until the bucket is full again. */
  readonly resetMs: number;
}

/** Who sends a request, as far as limits are concerned. */
export interface LimitSubject {
  readonly path: string;
  readonly credentials: string;
  readonly address: string;
}

const MAX_BUCKETS = 10_000;

/** Token buckets for the limits of one emulator. Off until switched on, so that demonstrations are never throttled. */
export class RateLimiter {
  enabled = false;
  #rules: readonly RateLimit[];
  readonly #published: readonly RateLimit[];
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(published: readonly RateLimit[]) {
    this.#published = published;
    this.#rules = published;
  }

  get rules(): readonly RateLimit[] {
    return this.#rules;
  }

  /** Switches limits on or off; `rules` replace the published ones until {@link RateLimiter.reset}. */
  configure(enabled: boolean, rules?: readonly RateLimit[]): void {
    this.enabled = enabled;
    if (rules !== undefined) this.#rules = rules;
    this.#buckets.clear();
  }

  reset(): void {
    this.configure(false, this.#published);
  }

  /**
   * Counts a request.
   * @param now milliseconds
   * @returns the tightest reading, or undefined when no limit applies
   */
  count(subject: LimitSubject, now: number): LimitReading | undefined {
    if (!this.enabled) return undefined;
    const readings = this.#rules
      .filter((rule) => subject.path.startsWith(rule.pathPrefix ?? ''))
      .map((rule) => this.#read(rule, subject, now));
    const refused = readings.filter((reading) => !reading.allowed);
    if (refused.length > 0) return refused.reduce((a, b) => (b.retryAfter > a.retryAfter ? b : a));
    for (const { rule } of readings) this.#bucket(rule, subject, now).tokens -= 1;
    const counted = readings.map((reading) => ({ ...reading, remaining: reading.remaining - 1 }));
    return counted.length === 0 ? undefined : counted.reduce((a, b) => (b.remaining < a.remaining ? b : a));
  }

  #read(rule: RateLimit, subject: LimitSubject, now: number): LimitReading {
    const { tokens } = this.#bucket(rule, subject, now);
    const perToken = rule.windowMs / rule.limit;
    return {
      rule,
      allowed: tokens >= 1,
      remaining: Math.floor(tokens),
      retryAfter: Math.max(1, Math.ceil(((1 - tokens) * perToken) / 1000)),
      resetMs: Math.ceil((rule.limit - tokens) * perToken),
    };
  }

  #bucket(rule: RateLimit, subject: LimitSubject, now: number): { tokens: number; at: number } {
    const who = rule.by === 'account' ? '' : subject[rule.by];
    const key = `${rule.name}\n${who}`;
    const known = this.#buckets.get(key);
    if (known === undefined) {
      if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.clear();
      const fresh = { tokens: rule.limit, at: now };
      this.#buckets.set(key, fresh);
      return fresh;
    }
    known.tokens = Math.min(rule.limit, known.tokens + ((now - known.at) * rule.limit) / rule.windowMs);
    known.at = now;
    return known;
  }
}
