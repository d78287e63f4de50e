import { quote, writtenText } from '../../parse/index.ts';
import { under } from '../path.ts';
import type { Kind } from './kind.ts';
import { capital } from './mapping.ts';
import { oneOf, wrongType } from './scalars.ts';

/** A mapping whose other keys depend on the text under one of them. */
export function tagged<T>(
  tag: string,
  what: string,
  variants: Readonly<Record<string, Kind<T>>>,
  hints: Readonly<Record<string, string>> = {},
): Kind<T> {
  const names = Object.keys(variants);
  return {
    expects: what,
    read(node, path, context) {
      if (node.kind !== 'mapping') return wrongType(node, path, context, `${what} (a mapping)`);
      const entry = node.entries.get(tag);
      if (entry === undefined || entry.value.kind !== 'scalar' || entry.value.value === null) {
        const first = node.entries.values().next().value;
        context.report(
          'missing-key',
          entry ?? path.key ?? first ?? node,
          path,
          `${capital(what)} needs the key "${tag}": ${oneOf(names)}.`,
        );
        return undefined;
      }
      const written = writtenText(entry.value);
      if (Object.hasOwn(variants, written)) return variants[written]!.read(node, path, context);
      context.report(
        'unknown-value',
        entry.value,
        under(path, tag, entry),
        `"${tag}" of ${what} must be ${oneOf(names)}, not ${quote(written)}.${context.suggest(written, names)}`,
        { help: Object.hasOwn(hints, written) ? hints[written] : undefined },
      );
      return undefined;
    },
  };
}
