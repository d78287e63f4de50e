import { setImmediate } from 'node:timers/promises';
import type { CompiledAction, CompiledConnector } from '../../engine/index.ts';
import { type Verb, verbOfAction } from './verbs.ts';
import { type Meaning, meaningsOf, termsOf } from './words.ts';

/** One term in the actions of a connector. */
export interface Postings {
  /** Positions of actions. */
  readonly actions: Int32Array;
  /** How much the term says about each, between 0 and 1. */
  readonly weights: Float32Array;
}

/** What searching knows of one connector. */
export interface ConnectorIndex {
  readonly connector: CompiledConnector;
  /** Actions callers may run. */
  readonly actions: readonly CompiledAction[];
  readonly verbs: readonly (Verb | undefined)[];
  /** For each action, what its name without the verb speaks of. */
  readonly names: readonly (readonly Meaning[])[];
  readonly postings: ReadonlyMap<string, Postings>;
}

const LABEL = 3;
const ID = 2;
const DESCRIPTION = 0.6;
const REST = 0.5;
/** Mentions beyond the first few add little. */
const SATURATION = 1.6;
/** Words of a description of ordinary length. */
const ORDINARY = 18;

/** The name of an action without its verb: `job_roles` of `list_job_roles`. */
const nounsOf = (actionId: string): string => actionId.split('_').slice(1).join(' ');

function weightsOf(action: CompiledAction): Map<string, number> {
  const raw = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const [term, count] of termsOf(text)) raw.set(term, (raw.get(term) ?? 0) + weight * count);
  };
  const words = action.description.split(/\s+/).length;
  add(action.label, LABEL);
  add(action.actionId.replaceAll('_', ' '), ID);
  add(action.description, DESCRIPTION / (0.5 + 0.5 * Math.max(1, words / ORDINARY)));
  add([...action.tags, ...action.categories, action.schema ?? ''].join(' '), REST);
  for (const [term, weight] of raw) raw.set(term, weight / (weight + SATURATION));
  return raw;
}

function build(connector: CompiledConnector): ConnectorIndex {
  const actions = [...connector.actions.values()].filter(({ internal }) => !internal);
  const gathered = new Map<string, { actions: number[]; weights: number[] }>();
  for (const [position, action] of actions.entries()) {
    for (const [term, weight] of weightsOf(action)) {
      const list = gathered.get(term) ?? { actions: [], weights: [] };
      list.actions.push(position);
      list.weights.push(weight);
      gathered.set(term, list);
    }
  }
  return {
    connector,
    actions,
    verbs: actions.map(({ actionType, actionId }) => verbOfAction(actionType, actionId)),
    // Words that only make up a phrase are not asked for on their own.
    names: actions.map(({ actionId }) => meaningsOf(nounsOf(actionId)).filter(([own]) => own?.[1] === 1)),
    postings: new Map(
      [...gathered].map(([term, list]) => [
        term,
        { actions: Int32Array.from(list.actions), weights: Float32Array.from(list.weights) },
      ]),
    ),
  };
}

const indexes = new WeakMap<CompiledConnector, ConnectorIndex>();

/** The index of a connector; made once for each version that is loaded. */
export function indexOf(connector: CompiledConnector): ConnectorIndex {
  let index = indexes.get(connector);
  if (index === undefined) {
    index = build(connector);
    indexes.set(connector, index);
  }
  return index;
}

/**
 * Makes the indexes that are missing, so that a search over many connectors need not; others get their turn in between.
 * @param anew makes those that are there again
 */
export async function prepareIndexes(connectors: readonly CompiledConnector[], anew = false): Promise<void> {
  for (const connector of connectors) {
    if (indexes.has(connector) && !anew) continue;
    indexes.set(connector, build(connector));
    await setImmediate();
  }
}
