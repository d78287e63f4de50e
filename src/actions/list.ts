import type { CompiledAction, CompiledConnector } from '../engine/index.ts';
import { decodeCursor, encodeCursor } from '../kernel/index.ts';
import { connectorMeta, type MetaParts } from './meta.ts';
import { findTarget, isOffered, type TargetParts } from './target.ts';

/** Which actions to list. */
export interface ActionQuery {
  readonly projectId: string;
  /** Words to find in connector names and in labels and descriptions of actions. */
  readonly search?: string;
  readonly connectors: readonly string[];
  readonly accountIds: readonly string[];
  readonly actionIds: readonly string[];
  readonly pageSize: number;
  readonly next?: string;
  readonly parts: MetaParts;
}

interface Entry {
  readonly connector: CompiledConnector;
  readonly actions: readonly CompiledAction[];
  readonly accountId?: string;
  readonly integrationId?: string;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Keeps the actions that hold every word; a connector whose own name holds them keeps all. */
const searched = (entry: Entry, words: readonly string[]): Entry => {
  const holdsAll = (...texts: string[]): boolean => {
    const text = texts.join(' ').toLowerCase().replaceAll('_', ' ');
    return words.every((word) => text.includes(word));
  };
  if (holdsAll(entry.connector.title, entry.connector.key)) return entry;
  return {
    ...entry,
    actions: entry.actions.filter(({ id, label, description }) =>
      holdsAll(entry.connector.title, id, label, description),
    ),
  };
};

async function entriesOf(query: ActionQuery, parts: TargetParts): Promise<Entry[]> {
  const visible = (connector: CompiledConnector): CompiledAction[] =>
    [...connector.actions.values()].filter(({ internal }) => !internal);
  if (query.accountIds.length === 0)
    return (await parts.connectors.list(query.projectId)).map((connector) => ({
      connector,
      actions: visible(connector),
    }));
  const targets = await Promise.all(query.accountIds.map((id) => findTarget(query.projectId, id, parts)));
  return targets.map(({ account, authConfig, connector }) => ({
    connector,
    actions: visible(connector).filter((action) => isOffered(action, authConfig)),
    accountId: account.id,
    integrationId: authConfig.id,
  }));
}

/**
 * Lists actions, grouped by connector or, when accounts are named, by account.
 * @throws PatchbayError `cursor_invalid`, and `account_not_found` for accounts of other projects
 */
export async function listActions(
  query: ActionQuery,
  parts: TargetParts & { readonly iconUrl: (key: string) => string },
) {
  const words = wordsOf(query.search ?? '');
  const wanted = new Set(query.actionIds);
  const filtered = (await entriesOf(query, parts))
    .filter(({ connector }) => query.connectors.length === 0 || query.connectors.includes(connector.key))
    .map((entry) =>
      wanted.size === 0
        ? entry
        : { ...entry, actions: entry.actions.filter(({ id, actionId }) => wanted.has(id) || wanted.has(actionId)) },
    )
    .map((entry) => (words.length === 0 ? entry : searched(entry, words)))
    .filter(({ actions }) => actions.length > 0);
  const [offset] = query.next === undefined ? [0] : (decodeCursor(query.next, ['number']) as [number]);
  const page = filtered.slice(offset, offset + query.pageSize);
  const end = offset + page.length;
  return {
    next: end < filtered.length ? encodeCursor([end]) : null,
    data: page.map(({ connector, actions, ...place }) =>
      connectorMeta(connector, actions, query.parts, { ...place, icon: parts.iconUrl(connector.key) }),
    ),
  };
}
