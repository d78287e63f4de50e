import type { CompiledAction, CompiledConnector } from '../../engine/index.ts';
import type { AuthConfig } from '../../platform/auth-configs/index.ts';
import { isOffered, type TargetParts } from '../target.ts';

/** What of a project can be searched. */
export interface Offered {
  readonly connectors: readonly CompiledConnector[];
  readonly isOffered: (action: CompiledAction) => boolean;
}

/** The connectors that a project has enabled, and the actions that at least one of its auth configs lets run. */
export async function offeredIn(projectId: string, { authConfigs, connectors }: TargetParts): Promise<Offered> {
  const enabled = Map.groupBy(
    (await authConfigs.list(projectId)).filter((config) => config.enabled),
    ({ connectorKey }): string => connectorKey,
  );
  return {
    connectors: (await connectors.list(projectId)).filter(({ key }) => enabled.has(key)),
    isOffered: (action) =>
      (enabled.get(action.connectorKey) ?? []).some((config: AuthConfig) => isOffered(action, config)),
  };
}
