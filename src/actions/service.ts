import { type ActionQuery, listActions } from './list.ts';
import { type ProxyAnswer, type ProxyCall, type ProxyParts, runProxyCall } from './proxy.ts';
import { type ActionAnswer, type ActionCall, runActionCall } from './run.ts';
import { type ActionTarget, findTarget } from './target.ts';

/** The one way to run and find actions; every door is a thin shape over it. */
export interface Actions {
  /** @throws PatchbayError why it could not be run, or what the provider answered */
  run(call: ActionCall): Promise<ActionAnswer>;
  /** @throws PatchbayError why it could not be sent, or why there is no answer */
  proxy(call: ProxyCall): Promise<ProxyAnswer>;
  /** The account, its auth config and its connector. @throws PatchbayError see {@link findTarget} */
  target(projectId: string, accountId: string): Promise<ActionTarget>;
  list(query: ActionQuery): ReturnType<typeof listActions>;
}

/** What {@link createActions} needs. */
export interface ActionParts extends ProxyParts {
  /** Address of a connector's picture. */
  readonly iconUrl: (connectorKey: string) => string;
}

/** Makes the use case. */
export function createActions(parts: ActionParts): Actions {
  return {
    run: (call) => runActionCall(call, parts),
    proxy: (call) => runProxyCall(call, parts),
    target: (projectId, accountId) => findTarget(projectId, accountId, parts),
    list: (query) => listActions(query, parts),
  };
}
