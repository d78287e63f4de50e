import { compareBuild, minVersion, parse, prerelease, satisfies } from 'semver';

/** Newest first, by semantic versioning. */
export const newestFirst = (a: string, b: string): number => compareBuild(b, a);

const newest = (versions: readonly string[]): string | undefined => [...versions].sort(newestFirst)[0];

/** The newest release, or the newest of all where nothing was released yet. */
const newestRelease = (versions: readonly string[]): string | undefined =>
  newest(versions.filter((version) => prerelease(version) === null)) ?? newest(versions);

function match(versions: readonly string[], pin: string | null): string | undefined {
  if (pin === null || pin === 'latest') return newestRelease(versions);
  if (versions.includes(pin)) return pin;
  // A range holds an x; anything else is an exact version that is not there.
  if (parse(pin) !== null || minVersion(pin) === null) return undefined;
  return newest(versions.filter((version) => satisfies(version, pin)));
}

/** A version of a connector and who brought it. */
export interface ChosenVersion {
  readonly source: 'builtin' | 'custom';
  readonly version: string;
}

/**
 * The version that a pin stands for: the newest that matches, a custom one before the built-in one.
 * @param pin `latest`, `1.x.x`, `1.2.x`, an exact version, or null for none, which is as good as `latest`
 */
export function chooseVersion(
  pin: string | null,
  { custom, builtin }: { readonly custom: readonly string[]; readonly builtin: string | undefined },
): ChosenVersion | undefined {
  const own = match(custom, pin);
  if (own !== undefined) return { source: 'custom', version: own };
  const shipped = builtin === undefined ? undefined : match([builtin], pin);
  return shipped === undefined ? undefined : { source: 'builtin', version: shipped };
}
