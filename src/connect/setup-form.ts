import type { CompiledConnector } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import { type FieldValues, readFields } from './credentials.ts';

/** Which way to connect a form of set-up values belongs to. */
export interface SetupPlace {
  readonly projectId: string;
  readonly connectorKey: string;
  readonly versionPin: string | null;
  readonly authMethodKey: string;
  readonly environment: string;
}

/**
 * Makes the check of set-up values, which integrators fill in.
 * @param connector finds the connector of an auth config
 * @returns a function that throws PatchbayError `credentials_invalid` with `field_errors` by field key
 */
export const setupForm =
  (connector: (projectId: string, key: string, versionPin: string | null) => Promise<CompiledConnector>) =>
  async (place: SetupPlace, values: Readonly<Record<string, string>>): Promise<FieldValues> => {
    const { authentication } = await connector(place.projectId, place.connectorKey, place.versionPin);
    const method = authentication.find(
      ({ key, environment }) => key === place.authMethodKey && environment.key === place.environment,
    );
    if (method === undefined) throw fail('connector_unusable', { key: place.connectorKey });
    return readFields(method, values, {}, 'setup');
  };
