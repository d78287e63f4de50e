import type { CompiledAction, CompiledConnector } from '../../engine/index.ts';
import { keepBest } from './best.ts';
import { type ConnectorIndex, indexOf } from './connector-index.ts';
import { verbFit, verbOfQuery } from './verbs.ts';
import { type Meaning, meaningsOf, normalize, stem } from './words.ts';

/** An action and how well it fits a query. */
export interface Hit {
  readonly action: CompiledAction;
  readonly connector: CompiledConnector;
  /** From 0 to 1. */
  readonly similarity: number;
}

/** How a search is narrowed. */
export interface SearchLimits {
  /** Most hits wanted. */
  readonly topK: number;
  /** From 0 to 1. */
  readonly minSimilarity: number;
  readonly isOffered: (action: CompiledAction) => boolean;
}

/** Part of a fit that does not depend on how much of the action's name was asked for. */
const BASE = 0.35;
/** What a word that no action knows counts for, against the rarest that one does. */
const UNKNOWN = 0.2;

const rarity = (count: number, total: number): number => Math.log(1 + (total - count + 0.5) / (count + 0.5));

interface Asked {
  readonly meaning: Meaning;
  readonly rarity: number;
}

/** How telling each meaning of the query is among all actions searched. */
function askedOf(meanings: readonly Meaning[], indexes: readonly ConnectorIndex[], total: number): Asked[] {
  return meanings.map((meaning) => {
    let count = 0;
    for (const [term, weight] of meaning) {
      let own = 0;
      for (const { postings } of indexes) own += postings.get(term)?.actions.length ?? 0;
      // The word itself tells more than what it may stand for.
      if (weight === 1 && own > 0) {
        count = own;
        break;
      }
      count = Math.max(count, own);
    }
    return { meaning, rarity: count === 0 ? 0 : rarity(count, total) };
  });
}

/** The parts of an action's name that were asked for, from 0 to 1. */
function coverage(name: readonly Meaning[], known: ReadonlySet<string>): number {
  if (name.length === 0) return 1;
  let met = 0;
  for (const meaning of name) if (meaning.some(([term]) => known.has(term))) met += 1;
  return met / name.length;
}

/** Scores of all actions of one connector; 0 where nothing fits. */
function scores(index: ConnectorIndex, asked: readonly Asked[], titleWords: ReadonlySet<string>): Float64Array {
  const sums = new Float64Array(index.actions.length);
  const best = new Float32Array(index.actions.length);
  for (const { meaning, rarity: weight } of asked) {
    const touched: number[] = [];
    for (const [term, own] of meaning) {
      const found = index.postings.get(term);
      if (found === undefined) continue;
      for (let at = 0; at < found.actions.length; at += 1) {
        const position = found.actions[at]!;
        const value = found.weights[at]! * own;
        if (best[position] === 0) touched.push(position);
        if (value > best[position]!) best[position] = value;
      }
    }
    const named = meaning.some(([term]) => titleWords.has(term));
    for (const position of touched) {
      sums[position] = sums[position]! + best[position]! * weight;
      best[position] = 0;
    }
    if (named) for (let position = 0; position < sums.length; position += 1) sums[position]! += weight * 0.25;
  }
  return sums;
}

/**
 * Finds the actions that a sentence asks for, best first: words weighted by how telling they are (BM25), what they stand
 * for, what is to be done, and how much of an action's name was asked for.
 * @param query what an agent wants, in words
 */
export function searchActions(
  query: string,
  connectors: readonly CompiledConnector[],
  { topK, minSimilarity, isOffered }: SearchLimits,
): Hit[] {
  const text = normalize(query);
  const meanings = meaningsOf(query);
  const verb = verbOfQuery(text.split(' '), text);
  const indexes = connectors.map(indexOf);
  const total = indexes.reduce((sum, { actions }) => sum + actions.length, 0);
  const asked = askedOf(meanings, indexes, total);
  const rarest = Math.max(...asked.map((one) => one.rarity), rarity(1, total));
  const possible = asked.reduce((sum, one) => sum + (one.rarity === 0 ? rarest * UNKNOWN : one.rarity), 0);
  const known = new Set(meanings.flatMap((meaning) => meaning.map(([term]) => term)));
  const best = keepBest<Omit<Hit, 'similarity'>>(topK);
  for (const index of indexes) {
    const { connector } = index;
    const titleWords = new Set([connector.key, ...normalize(connector.title).split(' ')].map(stem));
    const sums = scores(index, asked, titleWords);
    for (let position = 0; position < sums.length; position += 1) {
      const sum = sums[position]!;
      if (sum === 0) continue;
      const most = Math.min(1, sum / possible) * verbFit(verb, index.verbs[position]);
      if (most <= best.floor() || most < minSimilarity) continue;
      const similarity = most * (BASE + (1 - BASE) * coverage(index.names[position] ?? [], known));
      const action = index.actions[position]!;
      if (similarity >= minSimilarity && similarity > best.floor() && isOffered(action))
        best.add({ action, connector }, similarity);
    }
  }
  const byId = (a: Omit<Hit, 'similarity'>, b: Omit<Hit, 'similarity'>): number =>
    a.action.id < b.action.id ? -1 : a.action.id > b.action.id ? 1 : 0;
  return best.sorted(byId).map(({ item, score }) => ({ ...item, similarity: score }));
}
