import type { Connectors } from '../catalog/index.ts';
import type { AuthMethod, CompiledConnector } from '../engine/index.ts';
import { fail, isPatchbayError } from '../kernel/index.ts';
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
  readonly connectors: Connectors;
}

/** Key of the environment that test sessions link against; all others are for production sessions. */
const SANDBOX = 'sandbox';

const fitsSession = (session: ConnectSession, config: AuthConfig): boolean =>
  config.enabled &&
  (config.environment === SANDBOX) === (session.type === 'test') &&
  (session.provider === null || session.provider === config.connectorKey) &&
  (session.authConfigId === null || session.authConfigId === config.id);

/** The way to connect of an auth config, unless the version in use has none like it. */
export const methodOf = (
  connector: CompiledConnector,
  config: Pick<AuthConfig, 'authMethodKey' | 'environment'>,
): AuthMethod | undefined =>
  connector.authentication.find(
    ({ key, environment }) => key === config.authMethodKey && environment.key === config.environment,
  );

/** @throws PatchbayError `connector_not_found`, `connector_version_missing`, `connector_unusable` */
async function toOffer(
  session: ConnectSession,
  config: AuthConfig,
  connectors: Connectors,
): Promise<Offer | undefined> {
  if (!fitsSession(session, config)) return undefined;
  const connector = await connectors.resolve(config.projectId, config.connectorKey, config.versionPin);
  const { categories } = session;
  if (categories !== null && !connector.categories.some((category) => categories.includes(category))) return undefined;
  const method = methodOf(connector, config);
  return method === undefined ? undefined : { config, connector, method };
}

/** Everything a session may link, defaults first, then by name. Connectors that cannot be used are left out. */
export async function listOffers(session: ConnectSession, { authConfigs, connectors }: OfferParts): Promise<Offer[]> {
  const configs = await authConfigs.list(session.projectId);
  const offers = await Promise.all(
    configs.map((config) =>
      toOffer(session, config, connectors).catch((error: unknown) => {
        if (isPatchbayError(error)) return undefined;
        throw error;
      }),
    ),
  );
  return offers
    .filter((offer) => offer !== undefined)
    .sort((a, b) => Number(b.config.isDefault) - Number(a.config.isDefault));
}

/**
 * One thing the session may link.
 * @throws PatchbayError `auth_config_not_found` also when the session may not use it, `connector_version_missing`,
 *   `connector_unusable`
 */
export async function findOffer(
  session: ConnectSession,
  id: string,
  { authConfigs, connectors }: OfferParts,
): Promise<Offer> {
  const config = await authConfigs.get(session.projectId, id);
  const offer = config && (await toOffer(session, config, connectors));
  if (offer === undefined) throw fail('auth_config_not_found', { id });
  return offer;
}
