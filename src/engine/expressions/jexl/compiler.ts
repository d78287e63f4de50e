import { SyntaxFault } from '../expression-error.ts';
import type { FunctionTable } from '../functions.ts';
import { type Budget, MAX_TREE_HEIGHT } from '../limits.ts';
import { add, atMost, type Bag, isMissing, lessThan, looseEquals, ownValue, toNumber, toText } from '../values.ts';
import { JEXL_FAILURE, member } from './member.ts';
import { callMethod } from './methods.ts';
import type { JexlNode } from './tree.ts';

/** A compiled node: the context, what relative names read from, and the budget of this evaluation. */
export type JexlClosure = (context: Bag, relative: unknown, budget: Budget) => unknown;

const fails: JexlClosure = () => {
  throw JEXL_FAILURE;
};

function contains(item: unknown, container: unknown, budget: Budget): boolean {
  if (typeof container === 'string') return container.includes(toText(item));
  if (!Array.isArray(container)) return false;
  budget.spend(container.length);
  return container.indexOf(item) !== -1;
}

const coalesce = (left: unknown, right: unknown): unknown =>
  isMissing(left) && (!isMissing(right) || left === null || left === undefined) ? right : left;

type Operation = (left: unknown, right: unknown, budget: Budget) => unknown;

/** Operators that evaluate both sides. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['??', coalesce],
  ['==', looseEquals],
  ['!=', (left, right) => !looseEquals(left, right)],
  ['>', (left, right) => lessThan(right, left)],
  ['>=', (left, right) => atMost(right, left)],
  ['<', lessThan],
  ['<=', atMost],
  ['in', contains],
  ['+', add],
  ['-', (left, right) => toNumber(left) - toNumber(right)],
  ['*', (left, right) => toNumber(left) * toNumber(right)],
  ['/', (left, right) => toNumber(left) / toNumber(right)],
  ['//', (left, right) => Math.floor(toNumber(left) / toNumber(right))],
  ['%', (left, right) => toNumber(left) % toNumber(right)],
  ['^', (left, right) => toNumber(left) ** toNumber(right)],
]);

function index(subject: unknown, key: unknown): unknown {
  if (typeof key === 'boolean') return key ? subject : undefined;
  if (subject === null || subject === undefined) throw JEXL_FAILURE;
  return ownValue(subject, typeof key === 'number' ? key : toText(key));
}

function filter(subject: unknown, test: JexlClosure, context: Bag, budget: Budget): unknown[] {
  const list: readonly unknown[] = Array.isArray(subject) ? subject : subject === undefined ? [] : [subject];
  const kept: unknown[] = [];
  for (const element of list) {
    budget.spend(1);
    // An element that is "nothing" to JavaScript leaves relative names to the context, as published.
    if (test(context, element || context, budget)) kept.push(element);
  }
  return kept;
}

/** The names of `a.b.c`, when the node is nothing but that. */
export function plainPath(node: JexlNode): string[] | undefined {
  const names: string[] = [];
  let at = node;
  for (; at.type === 'member'; at = at.from) names.push(at.name);
  if (at.type !== 'name' || at.relative) return undefined;
  return [...names, at.name].reverse();
}

function compilePath(names: readonly string[]): JexlClosure {
  const [first, second, third] = names as [string, string, string];
  if (names.length === 1) return (context) => ownValue(context, first);
  if (names.length === 2) return (context) => member(ownValue(context, first), second);
  if (names.length === 3) return (context) => member(member(ownValue(context, first), second), third);
  const rest = names.slice(1);
  return (context) => {
    let value = ownValue(context, first);
    for (const name of rest) value = member(value, name);
    return value;
  };
}

/** Compiles trees of one dialect; `functions` are those a call may name. */
export function compileJexl(root: JexlNode | null, functions: FunctionTable): JexlClosure {
  const compile = (node: JexlNode | null, height: number): JexlClosure => {
    if (node === null) return fails;
    if (height > MAX_TREE_HEIGHT) throw new SyntaxFault('The expression is nested too deep', 0);
    const child = (inner: JexlNode | null): JexlClosure => compile(inner, height + 1);
    switch (node.type) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'name': {
        const { name } = node;
        return node.relative ? (_, relative) => ownValue(relative, name) : (context) => ownValue(context, name);
      }
      case 'member': {
        const path = plainPath(node);
        if (path !== undefined) return compilePath(path);
        const [from, name] = [child(node.from), node.name];
        return (context, relative, budget) => member(from(context, relative, budget), name);
      }
      case 'filter': {
        const [subject, inner] = [child(node.subject), child(node.expression)];
        return node.relative
          ? (context, relative, budget) => filter(subject(context, relative, budget), inner, context, budget)
          : (context, relative, budget) => index(subject(context, relative, budget), inner(context, relative, budget));
      }
      case 'not': {
        const operand = child(node.operand);
        return (context, relative, budget) => !operand(context, relative, budget);
      }
      case 'binary':
        return binary(node.operator, node.right, child(node.left), child(node.right));
      case 'conditional': {
        const [test, alternate] = [child(node.test), child(node.alternate)];
        if (node.consequent === null) {
          return (context, relative, budget) => test(context, relative, budget) || alternate(context, relative, budget);
        }
        const consequent = child(node.consequent);
        return (context, relative, budget) =>
          test(context, relative, budget)
            ? consequent(context, relative, budget)
            : alternate(context, relative, budget);
      }
      case 'list': {
        const items = node.items.map(child);
        return (context, relative, budget) => items.map((item) => item(context, relative, budget));
      }
      case 'object': {
        const entries = node.entries
          .filter(([key]) => key !== '__proto__')
          .map(([key, value]) => [key, child(value)] as const);
        return (context, relative, budget) => {
          const object: Record<string, unknown> = {};
          for (const [key, value] of entries) object[key] = value(context, relative, budget);
          return object;
        };
      }
      case 'call': {
        const implementation = node.name === undefined ? undefined : functions.get(node.name);
        const args = node.args.map(child);
        if (implementation === undefined) return fails;
        return (context, relative, budget) =>
          implementation(
            args.map((arg) => arg(context, relative, budget)),
            budget,
          );
      }
      case 'method': {
        const [subject, name, args] = [child(node.subject), node.name, node.args.map(child)];
        return (context, relative, budget) =>
          callMethod(
            name,
            subject(context, relative, budget),
            args.map((arg) => arg(context, relative, budget)),
            budget,
          );
      }
      case 'transform':
        return fails;
    }
  };
  return compile(root, 0);
}

function binary(operator: string, rightNode: JexlNode, left: JexlClosure, right: JexlClosure): JexlClosure {
  if (operator === '&&') {
    return (context, relative, budget) => left(context, relative, budget) && right(context, relative, budget);
  }
  if (operator === '||') {
    return (context, relative, budget) => left(context, relative, budget) || right(context, relative, budget);
  }
  if (operator === '==' && rightNode.type === 'literal') {
    const { value } = rightNode;
    return (context, relative, budget) => {
      const found = left(context, relative, budget);
      return found === value || looseEquals(found, value);
    };
  }
  const operation = OPERATIONS.get(operator)!;
  return (context, relative, budget) =>
    operation(left(context, relative, budget), right(context, relative, budget), budget);
}
