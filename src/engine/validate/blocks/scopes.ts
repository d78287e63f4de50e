import type { ScopeDefinition } from '../../definition.ts';
import { type Located, quote } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { record, words } from '../kinds/collections.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional } from '../kinds/mapping.ts';
import { text } from '../kinds/scalars.ts';
import { type Path, under } from '../path.ts';

const scopeList = words('scope names');

/** Names of scopes, as a list or one text; each should be defined where the connector defines scopes. */
export const scopes: Kind<readonly string[]> = {
  ...scopeList,
  read(node, path, context) {
    const names = scopeList.read(node, path, context);
    const items = node.kind === 'list' ? node.items : [];
    for (const [index, name] of names?.entries() ?? []) checkScope(name, items[index] ?? node, path, context);
    return names;
  },
};

function checkScope(name: string, node: Located, path: Path, context: Context): void {
  const known = context.names.scopes;
  if (known.size === 0 || known.has(name)) return;
  context.report(
    'unknown-scope',
    node,
    path,
    `The scope ${quote(name)} is not defined.${context.suggest(name, known)}`,
  );
}

type ScopeBody = Omit<ScopeDefinition, 'name'>;

const bodies = record(
  block<ScopeBody>({
    what: 'a scope definition',
    keys: { description: optional(text()), includes: defaulted(scopes, []) },
    ignored: { name: 'a scope is named by its key.' },
  }),
  'scope definitions',
);

/** `scopeDefinitions`: scope name → what it allows. */
export const scopeDefinitions: Kind<readonly ScopeDefinition[]> = {
  expects: bodies.expects,
  read(node, path, context) {
    const read = bodies.read(node, path, context);
    if (node.kind === 'mapping') reportCircles(read ?? {}, node, path, context);
    return read && Object.entries(read).map(([name, body]) => ({ name, ...body }));
  },
};

/** A scope that includes itself, directly or through others, is a slip of the pen but harmless. */
function reportCircles(
  definitions: Readonly<Record<string, ScopeBody>>,
  node: Extract<Located, { kind: 'mapping' }>,
  path: Path,
  context: Context,
): void {
  const reported = new Set<string>();
  for (const name of Object.keys(definitions)) {
    if (reported.has(name)) continue;
    const seen = new Set<string>();
    const open = [...definitions[name]!.includes];
    while (open.length > 0) {
      const next = open.pop()!;
      if (seen.has(next)) continue;
      seen.add(next);
      if (Object.hasOwn(definitions, next)) open.push(...definitions[next]!.includes);
    }
    const entry = node.entries.get(name);
    if (seen.has(name) && entry) {
      for (const other of seen) reported.add(other);
      context.report('no-effect', entry, under(path, name, entry), `The scope ${quote(name)} includes itself.`);
    }
  }
}
