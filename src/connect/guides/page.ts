import { callbackPath } from '../../catalog/index.ts';
import type { AuthMethod, CompiledConnector, Guide } from '../../engine/index.ts';
import { needsWindow } from '../first-tokens.ts';

/** What a guide is about: linking an account (end users), or setting up the connector in a project (once). */
export type GuideKind = 'link-account' | 'connector-profile';

/** Both kinds, in the order in which they are listed. */
export const GUIDE_KINDS: readonly GuideKind[] = ['link-account', 'connector-profile'];

/** One guide page. */
export interface GuidePage {
  readonly kind: GuideKind;
  readonly connector: CompiledConnector;
  /** Environments share a page; this is the method in the first of them. */
  readonly method: AuthMethod;
  /** Last part of the path. */
  readonly slug: string;
  /** From the root of the server, without `.md`. */
  readonly path: string;
  readonly heading: string;
  /** The heading with the product's name, for tabs and indexes. */
  readonly title: string;
  readonly description: string;
  /** What the connector's author wrote; undefined where there is nothing but the fixed part. */
  readonly guide: Guide | undefined;
  /** Base of the addresses that are to be copied from the page. */
  readonly publicUrl: string;
  /** What must be registered at the provider before anybody can sign in there. */
  readonly callbackUrl?: string;
}

const hyphenated = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/**
 * The last part of the address of each way to connect: its label in lower case with hyphens, as the published format
 * has it; with its key behind it where two labels read the same.
 * @returns by method, one for each key, in the order of the connector
 */
function slugs({ authentication }: CompiledConnector): Map<string, { method: AuthMethod; slug: string }> {
  const found = new Map<string, { method: AuthMethod; slug: string }>();
  const taken = new Set<string>();
  for (const method of authentication) {
    if (found.has(method.key)) continue;
    const wanted = hyphenated(method.label) || hyphenated(method.key) || 'method';
    const another = [wanted, `${wanted}-${hyphenated(method.key)}`].find((slug) => !taken.has(slug));
    const slug = another ?? `${wanted}-${found.size + 1}`;
    taken.add(slug);
    found.set(method.key, { method, slug });
  }
  return found;
}

const pathOf = (kind: GuideKind, { key }: CompiledConnector, slug: string): string =>
  `/guides/${encodeURIComponent(key)}/${kind}/${slug}`;

interface Named {
  readonly method: AuthMethod;
  readonly slug: string;
}

function toPage(kind: GuideKind, connector: CompiledConnector, { method, slug }: Named, publicUrl: string): GuidePage {
  const { title: name } = connector;
  const { label } = method;
  const common = { kind, connector, method, slug, path: pathOf(kind, connector, slug), publicUrl };
  if (kind === 'link-account') {
    const heading = `Connect ${name} with ${label}`;
    return {
      ...common,
      heading,
      title: `${heading} – Patchbay Hub`,
      description: `Link a ${name} account in the Patchbay Hub using ${label}. For the person whose account it is: where to find what the hub asks for, and how to connect.`,
      guide: method.support.guides?.config,
    };
  }
  const heading = `${name} ${label} connector profile`;
  return {
    ...common,
    heading,
    title: `${heading} – Patchbay setup guide`,
    description: `Set up the ${label} connector profile for ${name}. For the administrator of a project, once: what to prepare at ${name}, and how to offer it in the hub.`,
    guide: method.support.guides?.setup,
    ...(needsWindow(method) ? { callbackUrl: `${publicUrl}${callbackPath(connector.key)}` } : {}),
  };
}

/**
 * The guide pages of a connector, those of one kind together.
 * @param publicUrl base of the addresses that are to be copied from them
 */
export function guidePages(connector: CompiledConnector, publicUrl = ''): GuidePage[] {
  const known = [...slugs(connector).values()];
  return GUIDE_KINDS.flatMap((kind) => known.map((named) => toPage(kind, connector, named, publicUrl)));
}

/** The path of the page that helps an end user connect this way. */
export function linkGuidePath(connector: CompiledConnector, { key }: AuthMethod): string {
  return pathOf('link-account', connector, slugs(connector).get(key)?.slug ?? hyphenated(key));
}
