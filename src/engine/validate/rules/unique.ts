import { type Located, quote, type Span } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { type Path, under } from '../path.ts';

/** Reports items of a list whose text under a key was already used by an item before. */
export function checkUnique(
  node: Located,
  key: string,
  what: string,
  path: Path,
  context: Context,
  severity: 'error' | 'warning' = 'error',
): void {
  if (node.kind !== 'list') return;
  const seen = new Map<string, Span>();
  node.items.forEach((item, index) => {
    const value = item.kind === 'mapping' ? item.entries.get(key)?.value : undefined;
    if (value?.kind !== 'scalar' || typeof value.value !== 'string') return;
    const first = seen.get(value.value);
    if (first === undefined) {
      seen.set(value.value, value);
      return;
    }
    const where = first.source === value.source ? '' : `${first.source.name}, `;
    const line = first.source.positionAt(first.start).line;
    context.report(
      'duplicate-id',
      value,
      under(under(path, index), key),
      `The ${what} ${quote(value.value)} is already defined (${where}line ${line}).`,
      { severity },
    );
  });
}
