interface Entry<Value> {
  readonly value: Value;
  usedAt: number;
}

/** A bounded map that forgets what was not used for longest. Reading allocates nothing. */
export interface CompiledCache<Value extends object> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Makes a cache for at most `max` values. */
export function createCompiledCache<Value extends object>(max: number): CompiledCache<Value> {
  const entries = new Map<string, Entry<Value>>();
  let uses = 0;
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      uses += 1;
      entry.usedAt = uses;
      return entry.value;
    },
    set(key, value) {
      uses += 1;
      entries.set(key, { value, usedAt: uses });
      if (entries.size <= max) return;
      let oldest: string | undefined;
      let least = Number.POSITIVE_INFINITY;
      for (const [name, { usedAt }] of entries) if (usedAt < least) [oldest, least] = [name, usedAt];
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
