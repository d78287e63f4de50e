import { ExpressionError } from '../expression-error.ts';
import { type Budget, MAX_DATA_DEPTH } from '../limits.ts';
import { ownValue } from '../values.ts';
import { DataFault } from './data-fault.ts';
import { compileFilter, type FilterClosure, type Place } from './filter-compiler.ts';
import type { FilterNode } from './filter-tree.ts';
import type { PathDialect } from './path-parser.ts';
import type { PathStep } from './path-tree.ts';
import { TYPE_TESTS } from './selectable-types.ts';
import type { Key, Trail } from './trail.ts';

/** A value on the way and where it hangs. */
interface Spot {
  readonly value: unknown;
  readonly parent: unknown;
  readonly property: Key | null;
  /** Kept only where a filter asks for `@path`. */
  readonly trail: Trail | null;
  /** Where `^` leads from here: the spot whose step led here. */
  readonly up: Spot | null;
}

/** Steps with their filters compiled. */
interface Program {
  readonly steps: readonly (PathStep & { readonly filter?: FilterClosure })[];
  readonly dialect: PathDialect;
  readonly trails: boolean;
}

type StepOf<Type extends PathStep['type']> = PathStep & { readonly type: Type; readonly filter?: FilterClosure };

/** True when the value has this own property; the empty text has none, as in JSONPath-Plus. */
function has(value: unknown, key: Key): boolean {
  if (typeof value === 'object') return value !== null && Object.hasOwn(value, key);
  return typeof value === 'string' && value !== '' && Object.hasOwn(value as unknown as object, key);
}

/** The same value, reached from itself by a step that does not move. */
const again = (spot: Spot): Spot => ({
  value: spot.value,
  parent: spot.parent,
  property: spot.property,
  trail: spot.trail,
  up: spot,
});

function forEachKey(value: unknown, visit: (key: Key) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (let index = 0; index < value.length; index++) visit(index);
  else for (const key of Object.keys(value)) visit(key);
}

/** One evaluation of a path: collects what the steps lead to, in the order of the document. */
class PathRun {
  readonly found: unknown[] = [];
  readonly #program: Program;
  readonly #root: unknown;
  readonly #budget: Budget;
  #depth = 0;

  constructor(program: Program, root: unknown, budget: Budget) {
    this.#program = program;
    this.#root = root;
    this.#budget = budget;
  }

  /** Follows the steps from index `at`. `literally`: a property named like the step goes before the step's meaning. */
  trace(at: number, spot: Spot, literally: boolean): void {
    this.#budget.spend(1);
    const step = this.#program.steps[at];
    if (step !== undefined) this.#take(step, at + 1, spot, literally);
    else if (typeof spot.value !== 'function') this.found.push(spot.value);
  }

  #below(spot: Spot, key: Key): Spot {
    return {
      value: ownValue(spot.value, key),
      parent: spot.value,
      property: key,
      trail: this.#trail(spot, key),
      up: spot,
    };
  }

  #trail(spot: Spot, key: Key): Trail | null {
    return this.#program.trails ? { up: spot.trail, key } : null;
  }

  /** Goes on with the steps from `next` at a property of the spot. */
  #enter(next: number, spot: Spot, key: Key, literally: boolean): void {
    if (next < this.#program.steps.length) {
      this.trace(next, this.#below(spot, key), literally);
      return;
    }
    this.#budget.spend(1);
    this.found.push(ownValue(spot.value, key));
  }

  #take(step: Program['steps'][number], next: number, spot: Spot, literally: boolean): void {
    const { value } = spot;
    if (literally && has(value, step.literal)) {
      this.#enter(next, spot, step.literal, false);
      return;
    }
    switch (step.type) {
      case 'name':
        if (this.#program.dialect === 'strict' && step.literal.startsWith('@')) {
          throw new DataFault('An unknown type selector was met');
        }
        if (has(value, step.literal)) this.#enter(next, spot, step.literal, true);
        return;
      case 'escaped':
        if (has(value, step.name)) this.#enter(next, spot, step.name, true);
        else this.#take(step.otherwise, next, spot, false);
        return;
      case 'wildcard':
        forEachKey(value, (key) => this.#enter(next, spot, key, true));
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
        this.trace(next, { ...again(spot), parent: null, property: null }, false);
        return;
      case 'slice':
        this.#slice(step, next, again(spot));
        return;
      case 'union':
        for (const part of step.parts) this.#take(part, next, again(spot), false);
        return;
      case 'type':
        if (TYPE_TESTS[step.wanted](value)) this.found.push(value);
        return;
      case 'filter':
        this.#filter(step, next, spot);
        return;
      case 'script':
        this.#script(step, next, spot);
    }
  }

  #descend(next: number, spot: Spot): void {
    if (++this.#depth > MAX_DATA_DEPTH) throw new ExpressionError('limit', 'The data is nested too deep for ".."');
    this.trace(next, again(spot), false);
    forEachKey(spot.value, (key) => {
      this.#budget.spend(1);
      if (typeof ownValue(spot.value, key) === 'object') this.#descend(next, this.#below(spot, key));
    });
    this.#depth--;
  }

  #slice(step: StepOf<'slice'>, next: number, spot: Spot): void {
    if (!Array.isArray(spot.value)) return;
    const { length } = spot.value;
    const bound = (at: number): number => (at < 0 ? Math.max(0, at + length) : Math.min(length, at));
    const end = bound(step.end ?? length);
    for (let index = bound(step.start); index < end; index += step.step) this.#enter(next, spot, index, false);
  }

  #filter(step: StepOf<'filter'>, next: number, spot: Spot): void {
    forEachKey(spot.value, (key) => {
      this.#budget.spend(1);
      const place: Place = {
        current: ownValue(spot.value, key),
        property: key,
        parent: spot.parent,
        parentProperty: spot.property,
        root: this.#root,
        trail: this.#trail(spot, key),
        budget: this.#budget,
      };
      if (step.filter!(place)) this.#enter(next, spot, key, false);
    });
  }

  #script(step: StepOf<'script'>, next: number, spot: Spot): void {
    const key = step.filter!({
      current: spot.value,
      property: spot.property ?? '$',
      parent: spot.parent,
      parentProperty: spot.property,
      root: this.#root,
      trail: spot.trail,
      budget: this.#budget,
    });
    const isText = typeof key === 'string';
    if (!isText && typeof key !== 'number') throw new DataFault('The script gives neither a name nor an index');
    if (has(spot.value, key)) this.#enter(next, again(spot), key, isText);
    else if (!isText) throw new DataFault('There is no element at the index the script gives');
  }
}

/** Finds every value the steps lead to from `start`; `root` is what filters call `@root`. */
export type PathMatcher = (start: unknown, root: unknown, budget: Budget) => unknown[];

/** Compiles the steps of a path. */
export function compileMatcher(steps: readonly PathStep[], dialect: PathDialect): PathMatcher {
  const exists = (node: FilterNode & { type: 'exists' }) => {
    const inner = compileMatcher([node.step], dialect);
    return (list: unknown, place: Place): boolean => inner(list, place.root, place.budget).length > 0;
  };
  const program: Program = {
    steps: steps.map((step) => {
      if (step.type === 'filter') return { ...step, filter: compileFilter(step.test, exists) };
      return step.type === 'script' ? { ...step, filter: compileFilter(step.value, exists) } : step;
    }),
    dialect,
    trails: steps.some(({ literal }) => literal.includes('@path')),
  };
  return (start, root, budget) => {
    const run = new PathRun(program, root, budget);
    run.trace(0, { value: start, parent: null, property: null, trail: null, up: null }, false);
    return run.found;
  };
}
