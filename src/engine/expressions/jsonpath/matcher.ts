import { ExpressionError } from '../expression-error.ts';
import { type Budget, MAX_DATA_DEPTH } from '../limits.ts';
import { ownValue } from '../values.ts';
import { DataFault } from './data-fault.ts';
import { compileFilter, type FilterClosure, type Place } from './filter-compiler.ts';
import type { FilterNode } from './filter-tree.ts';
import type { PathStep, SelectableType } from './path-tree.ts';

type Key = string | number;

/** A path from the root, last key first; kept only where a filter asks for `@path`. */
interface Trail {
  readonly up: Trail | null;
  readonly key: Key;
}

/** A value on the way and where it hangs. */
interface Spot {
  readonly value: unknown;
  readonly parent: unknown;
  readonly property: Key | null;
  readonly trail: Trail | null;
  /** Where `^` leads from the values found below this one. */
  readonly up: Spot | null;
}

type Step = PathStep & { readonly filter?: FilterClosure };

const TYPE_TESTS: Readonly<Record<SelectableType, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => Number.isFinite(value),
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  undefined: (value) => value === undefined,
  nonFinite: (value) => typeof value === 'number' && !Number.isFinite(value),
  scalar: (value) => typeof value !== 'object' || value === null,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null,
  function: () => false,
  other: () => {
    throw new DataFault('@other() has no meaning here');
  },
};

/** True when the value has this own property; the empty text has none, as in JSONPath-Plus. */
function has(value: unknown, key: Key): boolean {
  if (typeof value === 'object') return value !== null && Object.hasOwn(value, key);
  return typeof value === 'string' && value !== '' && Object.hasOwn(value as unknown as object, key);
}

function trailText(trail: Trail | null): string {
  let text = '';
  for (let at = trail; at !== null; at = at.up) {
    const key = String(at.key);
    text = (/^[0-9*]+$/.test(key) ? `[${key}]` : `['${key}']`) + text;
  }
  return `$${text}`;
}

/** One evaluation of a path: collects what the steps lead to, in the order of the document. */
class PathRun {
  readonly found: unknown[] = [];
  readonly #steps: readonly Step[];
  readonly #root: unknown;
  readonly #budget: Budget;
  readonly #strictTypes: boolean;
  #depth = 0;

  constructor(steps: readonly Step[], root: unknown, budget: Budget, strictTypes: boolean) {
    this.#steps = steps;
    this.#root = root;
    this.#budget = budget;
    this.#strictTypes = strictTypes;
  }

  /** Follows the steps from index `at`. `literally`: a property named like the step goes before the step's meaning. */
  trace(at: number, spot: Spot, literally: boolean): void {
    this.#budget.spend(1);
    const step = this.#steps[at];
    if (step === undefined) {
      if (typeof spot.value !== 'function') this.found.push(spot.value);
    } else this.#take(step, at + 1, spot, literally);
  }

  #below(spot: Spot, key: Key): Spot {
    return {
      value: ownValue(spot.value, key),
      parent: spot.value,
      property: key,
      trail: { up: spot.trail, key },
      up: spot,
    };
  }

  #children(value: unknown): readonly Key[] | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    return Array.isArray(value) ? Array.from(value.keys()) : Object.keys(value);
  }

  #take(step: Step, next: number, spot: Spot, literally: boolean): void {
    const { value } = spot;
    if (literally && has(value, step.literal)) {
      this.trace(next, this.#below(spot, step.literal), false);
      return;
    }
    switch (step.type) {
      case 'name':
        if (this.#strictTypes && step.literal.startsWith('@'))
          throw new DataFault(`Unknown value type "${step.literal}"`);
        if (has(value, step.literal)) this.trace(next, this.#below(spot, step.literal), true);
        return;
      case 'escaped': {
        const name = has(value, step.name) ? step.name : step.literal;
        if (has(value, name)) this.trace(next, this.#below(spot, name), true);
        return;
      }
      case 'wildcard':
        for (const key of this.#children(value) ?? []) this.trace(next, this.#below(spot, key), true);
        return;
      case 'descend':
        this.#descend(next, spot);
        return;
      case 'parent':
        if (spot.up !== null) this.trace(next, { ...spot.up, trail: spot.trail?.up ?? null }, false);
        return;
      case 'key':
        this.found.push(spot.property);
        return;
      case 'stay':
        this.trace(next, { ...spot, parent: null, property: null, up: spot }, false);
        return;
      case 'slice':
        this.#slice(step, next, spot);
        return;
      case 'union':
        for (const part of step.parts) this.#take(part, next, { ...spot, up: spot }, false);
        return;
      case 'type':
        if (TYPE_TESTS[step.wanted](value)) this.found.push(value);
        return;
      case 'filter':
        for (const key of this.#children(value) ?? []) {
          this.#budget.spend(1);
          if (step.filter!(this.#place(ownValue(value, key), key, spot)))
            this.trace(next, this.#below(spot, key), false);
        }
        return;
      case 'script':
        this.#script(step, next, spot);
    }
  }

  #descend(next: number, spot: Spot): void {
    if (++this.#depth > MAX_DATA_DEPTH) throw new ExpressionError('limit', 'The data is nested too deep for ".."');
    this.trace(next, { ...spot, up: spot }, false);
    for (const key of this.#children(spot.value) ?? []) {
      this.#budget.spend(1);
      const below = this.#below(spot, key);
      if (typeof below.value === 'object') this.#descend(next, below);
    }
    this.#depth--;
  }

  #slice(step: Step & { type: 'slice' }, next: number, spot: Spot): void {
    if (!Array.isArray(spot.value)) return;
    const { length } = spot.value;
    const bound = (at: number): number => (at < 0 ? Math.max(0, at + length) : Math.min(length, at));
    const end = bound(step.end ?? length);
    for (let index = bound(step.start); index < end; index += step.step) {
      this.trace(next, this.#below({ ...spot, up: spot }, index), false);
    }
  }

  #script(step: Step & { type: 'script' }, next: number, spot: Spot): void {
    const key = step.filter!({
      current: spot.value,
      property: spot.property ?? '$',
      parent: spot.parent,
      parentProperty: spot.property,
      root: this.#root,
      path: () => trailText(spot.trail),
      budget: this.#budget,
    });
    const isText = typeof key === 'string';
    if (!isText && typeof key !== 'number') throw new DataFault('The script gives neither a name nor an index');
    if (has(spot.value, key)) this.trace(next, this.#below({ ...spot, up: spot }, key), isText);
    else if (!isText) throw new DataFault(`There is no element ${key}`);
  }

  #place(current: unknown, property: Key, within: Spot): Place {
    return {
      current,
      property,
      parent: within.parent,
      parentProperty: within.property,
      root: this.#root,
      path: () => trailText({ up: within.trail, key: property }),
      budget: this.#budget,
    };
  }
}

/** Finds every value the steps lead to from the root. */
export type PathMatcher = (root: unknown, budget: Budget) => unknown[];

/**
 * Compiles the steps of a path.
 * @param strictTypes names starting with `@` that are no type selector fail when met, as in JSONPath-Plus; otherwise
 *   they are names
 */
export function compileMatcher(steps: readonly PathStep[], strictTypes: boolean): PathMatcher {
  const exists = (node: FilterNode & { type: 'exists' }) => {
    const inner = compileMatcher([node.step], strictTypes);
    return (list: unknown, place: Place): boolean => inner(list, place.budget).length > 0;
  };
  const compiled: Step[] = steps.map((step) => {
    if (step.type === 'filter') return { ...step, filter: compileFilter(step.test, exists) };
    return step.type === 'script' ? { ...step, filter: compileFilter(step.value, exists) } : step;
  });
  return (root, budget) => {
    const run = new PathRun(compiled, root, budget, strictTypes);
    run.trace(0, { value: root, parent: null, property: null, trail: null, up: null }, false);
    return run.found;
  };
}
