import { isSecretName, MASK, redactText } from '../../kernel/index.ts';
import { secretForms } from './secret-forms.ts';

/** Longest text that is looked at; what follows is cut. */
const LONGEST_TEXT = 1_048_576;
const DEEPEST = 32;
/** A token that was seen once is masked wherever it turns up later; these many are remembered. */
const MOST_LEARNED = 50;
const SHORTEST_LEARNED = 8;
const LONGEST_LEARNED = 8_192;

/** Names that hold secrets when they stand alone, besides those that every log masks. */
const SHORT_NAMES = /^(x[-_])?(pwd|pass|passphrase|jwt|otp|sig|auth|bearer|pin)$/i;

const isSecret = (name: string): boolean => isSecretName(name) || SHORT_NAMES.test(name);

/** How much of a value may still be kept. */
export interface Budget {
  /** In characters. */
  left: number;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** Takes secrets out of what is kept in the logs of one run: known ones by their value, all others by their name. */
export class Masker {
  #known: readonly string[] = [];
  #learned: readonly string[] = [];
  #count = 0;

  /** Tells the secrets of the account. @param forms made by {@link secretForms} */
  know(forms: readonly string[]): void {
    this.#known = forms;
  }

  /** A text without known secrets. */
  text(text: string): string {
    const safe = redactText(text, this.#known);
    return this.#learned.length === 0 ? safe : redactText(safe, this.#learned);
  }

  /** An absolute URL or a path with its query: no user info, no secret parameters, no fragment. */
  url(url: string): string {
    const text = this.text(url.split('#', 1)[0] ?? '');
    const [place = '', ...rest] = text.split('?');
    const bare = place.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
    return rest.length === 0 ? bare : `${bare}?${this.#pairs(rest.join('?'))}`;
  }

  /** Headers; those with secret names keep the name only. */
  headers(headers: Readonly<Record<string, unknown>>, budget: Budget): Record<string, unknown> {
    return this.body(headers, budget) as Record<string, unknown>;
  }

  /** A copy of anything JSON can hold, masked and cut where the budget ends. Bytes are noted by their number. */
  body(value: unknown, budget: Budget, depth = 0): unknown {
    if (typeof value === 'string') return this.#string(value, budget, depth);
    if (value === null || value === undefined) return null;
    budget.left -= 8;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value !== 'object') return String(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[binary, ${value.byteLength} bytes]`;
    if (depth > DEEPEST) return '[cut: too deep]';
    return Array.isArray(value) ? this.#list(value, budget, depth) : this.#record(value, budget, depth);
  }

  #list(list: readonly unknown[], budget: Budget, depth: number): unknown[] {
    const copy: unknown[] = [];
    for (const item of list) {
      if (budget.left <= 0) {
        copy.push(`[cut: ${list.length - copy.length} more]`);
        break;
      }
      copy.push(this.body(item, budget, depth + 1));
    }
    return copy;
  }

  #record(record: object, budget: Budget, depth: number): Record<string, unknown> {
    const copy: Record<string, unknown> = Object.create(null);
    const names = Object.keys(record);
    for (const [at, name] of names.entries()) {
      if (budget.left <= 0) {
        copy['[cut]'] = `${names.length - at} more`;
        break;
      }
      const item: unknown = (record as Record<string, unknown>)[name];
      if (item === undefined) continue;
      const told = this.text(name.slice(0, 256));
      budget.left -= told.length + 4;
      copy[told] = isSecret(name) ? this.#hidden(item) : this.body(item, budget, depth + 1);
    }
    return copy;
  }

  /** Says that there is something, and remembers it. */
  #hidden(value: unknown): unknown {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') this.#learn(value);
    return MASK;
  }

  #learn(secret: string): void {
    // `Bearer abc` is a scheme and a secret, `Basic abc` a user name and a password.
    const [, scheme = '', value = ''] = /^(?:(basic|bearer|token|apikey|digest) +)?(.*)$/is.exec(secret.trim()) ?? [];
    if (scheme.toLowerCase() === 'basic')
      for (const part of Buffer.from(value, 'base64').toString('utf8').split(':')) this.#learn(part);
    if (value.length < SHORTEST_LEARNED || value.length > LONGEST_LEARNED || this.#count >= MOST_LEARNED) return;
    if (this.#learned.includes(value) || this.#known.includes(value)) return;
    this.#count += 1;
    this.#learned = [...secretForms([value]), ...this.#learned].sort((a, b) => b.length - a.length);
  }

  #string(text: string, budget: Budget, depth: number): string {
    if (text.length > LONGEST_TEXT) {
      budget.left -= 64;
      return `[not kept: ${text.length} characters]`;
    }
    const safe = this.#inside(text, depth);
    const kept = Math.max(0, budget.left);
    budget.left -= safe.length + 2;
    if (safe.length <= kept) return safe;
    return `${safe.slice(0, kept).toWellFormed()}… [cut: ${safe.length} characters in all]`;
  }

  /** Texts of JSON and of forms have names inside, and secrets under them. */
  #inside(text: string, depth: number): string {
    if (/^\s*[{[]/.test(text) && depth <= DEEPEST) {
      try {
        const inner = this.body(JSON.parse(text), { left: LONGEST_TEXT }, depth + 1);
        return this.text(JSON.stringify(inner));
      } catch {
        // No JSON after all.
      }
    }
    const safe = this.text(text);
    return /^[\w.[\]%+-]+=[^\s&]*(&[\w.[\]%+-]+=[^\s&]*)*$/.test(safe) ? this.#pairs(safe) : safe;
  }

  /** `a=1&token=x` without the values of secret names. */
  #pairs(text: string): string {
    return text
      .split('&')
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at === -1 || !isSecret(decoded(pair.slice(0, at)))) return pair;
        this.#learn(decoded(pair.slice(at + 1)));
        return `${pair.slice(0, at)}=${MASK}`;
      })
      .join('&');
  }
}
