import type { Plain } from '../../definition.ts';
import { type Located, setOwn, toPlain } from '../../parse/index.ts';
import { under } from '../path.ts';
import type { Kind } from './kind.ts';
import { textOfScalar, wrongType } from './scalars.ts';

/** A list of values of one kind. `of` names the items: `steps`. */
export function list<T>(item: Kind<T>, of: string, { least = 0 }: { least?: number } = {}): Kind<readonly T[]> {
  const expects = `a list of ${of}`;
  return {
    expects,
    read(node, path, context) {
      if (node.kind !== 'list') {
        const help = node.kind === 'mapping' ? 'Start each item with "- ".' : undefined;
        return wrongType(node, path, context, expects, help);
      }
      if (node.items.length < least) {
        context.report('empty-value', path.key ?? node, path, `A list of ${of} may not be empty here.`, {
          severity: 'error',
        });
      }
      const values: T[] = [];
      node.items.forEach((one, index) => {
        const value = item.read(one, under(path, index), context);
        if (value !== undefined) values.push(value);
      });
      return values;
    },
  };
}

/** Texts, written as a list or as one text separated by spaces or commas. */
export function words(of: string): Kind<readonly string[]> {
  const expects = `a list of ${of}`;
  return {
    expects,
    read(node, path, context) {
      if (node.kind === 'scalar' && typeof node.value === 'string') {
        return node.value.split(/[\s,]+/).filter((word) => word !== '');
      }
      return texts(of).read(node, path, context);
    },
  };
}

const oneText: Kind<string> = { expects: 'a text', read: (node, path, context) => textOfScalar(node, path, context) };

/** A list of texts. */
export const texts = (of: string): Kind<readonly string[]> => list(oneText, of);

/** A mapping with free keys and values of one kind. */
export function record<T>(value: Kind<T>, of: string): Kind<Readonly<Record<string, T>>> {
  const expects = `a mapping of ${of}`;
  return {
    expects,
    read(node, path, context) {
      if (node.kind !== 'mapping') return wrongType(node, path, context, expects);
      const made: Record<string, T> = {};
      for (const entry of node.entries.values()) {
        const read = value.read(entry.value, under(path, entry.key, entry), context);
        if (read !== undefined) setOwn(made, entry.key, read);
      }
      return made;
    },
  };
}

/** Any value, taken as it is. */
export const plain: Kind<Plain> = { expects: 'any value', takesNull: true, read: (node: Located) => toPlain(node) };
