import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { fail } from '../../kernel/index.ts';
import type { ProjectSettings } from './settings.ts';

/** Neighbouring addresses of one family, both ends included, as bytes. */
interface Range {
  readonly first: Buffer;
  readonly last: Buffer;
}

/** A list made ready for many questions. */
interface Compiled {
  readonly ranges: readonly Range[];
  /** Answers given so far: the callers of a project are few. */
  readonly known: Map<string, boolean>;
}

const MOST_KNOWN = 1_000;

/**
 * The bytes of an address; IPv4 inside IPv6 (`::ffff:10.0.0.1`) counts as IPv4. Undefined for what is no address, or one
 * with a zone (`fe80::1%eth0`), which means something on one machine only.
 */
const bytesOf = (text: string): Buffer | undefined =>
  isIP(text) === 0 || text.includes('%') ? undefined : Buffer.from(ipaddr.process(text).toByteArray());

function blockOf(address: string, prefix: string): Range | undefined {
  const first = bytesOf(address);
  if (first === undefined || !/^\d{1,3}$/.test(prefix)) return undefined;
  // The prefix of IPv4 inside IPv6 counts from the beginning of the IPv6 address.
  const fixed = Number(prefix) - (isIP(address) === 6 && first.length === 4 ? 96 : 0);
  if (fixed < 0 || fixed > first.length * 8) return undefined;
  const last = Buffer.from(first);
  for (let bit = fixed; bit < first.length * 8; bit += 1) {
    const mask = 0x80 >> (bit & 7);
    first[bit >> 3]! &= ~mask;
    last[bit >> 3]! |= mask;
  }
  return { first, last };
}

function rangeOf(entry: string): Range | undefined {
  const [from = '', to, ...more] = entry.split('-').map((part) => part.trim());
  if (more.length > 0) return undefined;
  if (to !== undefined) {
    const [first, last] = [bytesOf(from), bytesOf(to)];
    const ordered = first && last && first.length === last.length && Buffer.compare(first, last) <= 0;
    return ordered ? { first, last } : undefined;
  }
  const [address = '', prefix, ...rest] = from.split('/');
  if (rest.length > 0) return undefined;
  if (prefix !== undefined) return blockOf(address, prefix);
  const only = bytesOf(address);
  return only && { first: only, last: only };
}

/** True for an address, a range `first-last` of one family in rising order, and a CIDR, of IPv4 or IPv6. */
export const isAllowListEntry = (text: string): boolean => rangeOf(text) !== undefined;

/**
 * Makes sure that every entry can be read: an address, a range `first-last` of one family, or a CIDR.
 * @throws PatchbayError `validation_failed` with a sentence for each that cannot
 */
export function checkIpAllowList(entries: readonly string[]): void {
  const errors = entries
    .filter((entry) => !isAllowListEntry(entry))
    .map((entry) => `ip_allow_list: "${entry}" is no address, range (10.0.0.1-10.0.0.9) or CIDR (10.0.0.0/8).`);
  if (errors.length > 0) throw fail('validation_failed', { summary: errors.join(' ') }, { errors });
}

const compiled = new WeakMap<ProjectSettings, Compiled>();

function compile(settings: ProjectSettings): Compiled {
  const ranges = settings.ipAllowList.map(rangeOf).filter((range) => range !== undefined);
  const list = { ranges, known: new Map<string, boolean>() };
  compiled.set(settings, list);
  return list;
}

/**
 * Whether API keys of a project may be used from an address. An empty list allows all; what is no address is on no
 * list. The list is made ready once for each settings object.
 */
export function allowsIp(settings: ProjectSettings, ip: string): boolean {
  if (settings.ipAllowList.length === 0) return true;
  const { ranges, known } = compiled.get(settings) ?? compile(settings);
  const told = known.get(ip);
  if (told !== undefined) return told;
  const bytes = bytesOf(ip);
  const allowed =
    bytes !== undefined &&
    ranges.some(
      ({ first, last }) =>
        first.length === bytes.length && Buffer.compare(first, bytes) <= 0 && Buffer.compare(bytes, last) <= 0,
    );
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(ip, allowed);
  return allowed;
}
