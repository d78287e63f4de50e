import { SyntaxFault } from '../expression-error.ts';
import type { Budget } from '../limits.ts';
import { MAX_TREE_HEIGHT } from '../limits.ts';
import { add, atMost, lessThan, looseEquals, ownValue, toNumber, toText } from '../values.ts';
import { DataFault } from './data-fault.ts';
import { callFilterMethod, matches, PatternValue } from './filter-methods.ts';
import type { FilterNode } from './filter-tree.ts';
import { type Key, type Trail, trailText } from './trail.ts';

/** Where a filter or script is evaluated. */
export interface Place {
  readonly current: unknown;
  readonly property: Key | null;
  readonly parent: unknown;
  readonly parentProperty: Key | null;
  readonly root: unknown;
  /** The way to `current`. */
  readonly trail: Trail | null;
  readonly budget: Budget;
}

/** A compiled filter or script. */
export type FilterClosure = (place: Place) => unknown;

type Operation = (left: unknown, right: unknown, budget: Budget) => unknown;

const int = (operation: (left: number, right: number) => number): Operation => {
  return (left, right) => operation(toNumber(left), toNumber(right));
};

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['|', int((left, right) => left | right)],
  ['^', int((left, right) => left ^ right)],
  ['&', int((left, right) => left & right)],
  ['<<', int((left, right) => left << right)],
  ['>>', int((left, right) => left >> right)],
  ['>>>', int((left, right) => left >>> right)],
  ['-', int((left, right) => left - right)],
  ['*', int((left, right) => left * right)],
  ['/', int((left, right) => left / right)],
  ['%', int((left, right) => left % right)],
  ['+', add],
  ['==', looseEquals],
  ['!=', (left, right) => !looseEquals(left, right)],
  ['===', (left, right) => left === right],
  ['!==', (left, right) => left !== right],
  ['<', lessThan],
  ['>', (left, right) => lessThan(right, left)],
  ['<=', atMost],
  ['>=', (left, right) => atMost(right, left)],
  ['=~', matches],
]);

const UNARY: ReadonlyMap<string, (value: unknown) => unknown> = new Map<string, (value: unknown) => unknown>([
  ['-', (value) => -toNumber(value)],
  ['+', toNumber],
  ['~', (value) => ~toNumber(value)],
  ['!', (value) => !value],
  ['typeof', (value) => typeof value],
  ['void', () => undefined],
]);

function read(object: unknown, key: unknown): unknown {
  if (object === undefined || object === null) throw new DataFault(`${object} has no members`);
  return object instanceof PatternValue ? undefined : ownValue(object, typeof key === 'number' ? key : toText(key));
}

/** Compiles the expression of a filter or script; `exists` finds out whether a nested filter keeps anything. */
export function compileFilter(
  root: FilterNode,
  exists: (node: FilterNode & { type: 'exists' }) => (list: unknown, place: Place) => boolean,
): FilterClosure {
  const compile = (node: FilterNode, height: number): FilterClosure => {
    if (height > MAX_TREE_HEIGHT) throw new SyntaxFault('The filter is nested too deep', 0);
    const child = (inner: FilterNode): FilterClosure => compile(inner, height + 1);
    switch (node.type) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'pattern': {
        const value = new PatternValue(node.pattern);
        return () => value;
      }
      case 'place': {
        const { name } = node;
        return name === 'path' ? (place) => trailText(place.trail) : (place) => place[name];
      }
      case 'member': {
        const [object, { optional }] = [child(node.object), node];
        if (node.key.type === 'literal') {
          const key = node.key.value;
          return (place) => {
            const holder = object(place);
            return optional && (holder === undefined || holder === null) ? undefined : read(holder, key);
          };
        }
        const key = child(node.key);
        return (place) => read(object(place), key(place));
      }
      case 'call': {
        const [object, args, { method, optional }] = [child(node.object), node.args.map(child), node];
        return (place) => {
          const subject = object(place);
          if (optional && (subject === undefined || subject === null)) return undefined;
          return callFilterMethod(
            subject,
            method,
            args.map((arg) => arg(place)),
            place.budget,
          );
        };
      }
      case 'exists': {
        const [object, holds] = [child(node.object), exists(node)];
        return (place) => holds(object(place), place);
      }
      case 'unary': {
        const [operand, operation] = [child(node.operand), UNARY.get(node.operator)!];
        return (place) => operation(operand(place));
      }
      case 'binary': {
        const [left, right] = [child(node.left), child(node.right)];
        if (node.operator === '&&') return (place) => left(place) && right(place);
        if (node.operator === '||') return (place) => left(place) || right(place);
        const operation = OPERATIONS.get(node.operator)!;
        return (place) => operation(left(place), right(place), place.budget);
      }
      case 'conditional': {
        const [test, consequent, alternate] = [child(node.test), child(node.consequent), child(node.alternate)];
        return (place) => (test(place) ? consequent(place) : alternate(place));
      }
      case 'list': {
        const items = node.items.map(child);
        return (place) => items.map((item) => item(place));
      }
    }
  };
  return compile(root, 0);
}
