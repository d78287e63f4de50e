import type { Catalog } from '../catalog/index.ts';
import type { AuthMethod, CompiledConnector } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import type { AuthConfig, AuthConfigs } from '../platform/auth-configs/index.ts';
import type { ConnectSession } from '../platform/connect-sessions/index.ts';

/** Something a session may link: an enabled auth config with its connector and way to connect. */
export interface Offer {
  readonly config: AuthConfig;
  readonly connector: CompiledConnector;
  readonly method: AuthMethod;
}

/** What offers are found in. */
export interface OfferParts {
  readonly authConfigs: AuthConfigs;
  readonly catalog: Catalog;
}

/** Key of the environment that test sessions link against; all others are for production sessions. */
const SANDBOX = 'sandbox';

const fitsSession = (session: ConnectSession, { config, connector }: Offer): boolean =>
  config.enabled &&
  (config.environment === SANDBOX) === (session.type === 'test') &&
  (session.provider === null || session.provider === config.connectorKey) &&
  (session.authConfigId === null || session.authConfigId === config.id) &&
  (session.categories === null || connector.categories.some((category) => session.categories?.includes(category)));

const toOffer = (config: AuthConfig, catalog: Catalog): Offer | undefined => {
  const connector = catalog.get(config.connectorKey);
  const method = connector?.authentication.find(
    ({ key, environment }) => key === config.authMethodKey && environment.key === config.environment,
  );
  return connector === undefined || method === undefined ? undefined : { config, connector, method };
};

/** Everything a session may link, defaults first, then by name. */
export async function listOffers(session: ConnectSession, { authConfigs, catalog }: OfferParts): Promise<Offer[]> {
  const offers = (await authConfigs.list(session.projectId)).map((config) => toOffer(config, catalog));
  return offers
    .filter((offer) => offer !== undefined)
    .filter((offer) => fitsSession(session, offer))
    .sort((a, b) => Number(b.config.isDefault) - Number(a.config.isDefault));
}

/**
 * One thing the session may link.
 * @throws PatchbayError `auth_config_not_found` also when the session may not use it
 */
export async function findOffer(
  session: ConnectSession,
  id: string,
  { authConfigs, catalog }: OfferParts,
): Promise<Offer> {
  const config = await authConfigs.get(session.projectId, id);
  const offer = config && toOffer(config, catalog);
  if (offer === undefined || !fitsSession(session, offer)) throw fail('auth_config_not_found', { id });
  return offer;
}
