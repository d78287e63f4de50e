import type { Static } from 'typebox';
import { fail, isPatchbayError } from '../../kernel/index.ts';
import { type ConnectorFacts, type CreateBody, type PatchBody, SECRET_PLACEHOLDER } from './schema.ts';
import type { AuthConfigChange, AuthConfigs, NewAuthConfig } from './service.ts';
import type { AuthConfig } from './store.ts';
import { checkVersionPin } from './version-pin.ts';

/** Which way to connect of which connector an auth config is about. */
export type SetupPlace = Pick<
  AuthConfig,
  'projectId' | 'connectorKey' | 'versionPin' | 'authMethodKey' | 'environment'
>;

/** What must be known of connectors to change auth configs. */
export interface ConnectorsForAuthConfigs {
  /**
   * The connector that accounts of an auth config use.
   * @throws PatchbayError `connector_not_found`, `connector_version_missing`, `connector_unusable`
   */
  readonly connector: (projectId: string, key: string, versionPin: string | null) => Promise<ConnectorFacts>;
  /**
   * Checks the values of the set-up fields and sorts them.
   * @throws PatchbayError `credentials_invalid` with `field_errors`
   */
  readonly readSetup: (
    place: SetupPlace,
    values: Readonly<Record<string, string>>,
  ) => Promise<Pick<NewAuthConfig, 'setup' | 'secrets'>>;
}

const refused = (sentence: string) => fail('validation_failed', { summary: sentence }, { errors: [sentence] });

/**
 * The ids of actions, with the connector's key put before those that lack it, each once.
 * @throws PatchbayError `validation_failed` naming those the connector does not have
 */
function knownActions(ids: readonly string[], connectorKey: string, connector: ConnectorFacts): readonly string[] {
  const offered = (id: string): boolean => connector.actions.get(id)?.internal === false;
  const full = ids.map((id) => (offered(id) ? id : `${connectorKey}_${id}`));
  const unknown = ids.filter((_, index) => !offered(full[index]!));
  if (unknown.length > 0) {
    const named = unknown.slice(0, 5).map((id) => id.slice(0, 128));
    const more = unknown.length > named.length ? ` and ${unknown.length - named.length} more` : '';
    throw refused(`actions ${named.join(', ')}${more}: ${connectorKey} has no such action. GET /actions lists them.`);
  }
  return [...new Set(full)];
}

/** The way to connect that was asked for, or the first one of the environment. */
function methodOf(connector: ConnectorFacts, key: string | undefined, environment: string) {
  const ways = connector.authentication;
  const method = ways.find((one) => one.environment.key === environment && (key === undefined || one.key === key));
  if (method !== undefined) return method;
  const known = ways.map((one) => `${one.key} (${one.environment.key})`).join(', ') || 'none';
  throw refused(
    `authentication_config_key ${key ?? '(none given)'} is not known in the environment ${environment}. This connector has: ${known}.`,
  );
}

/** Values as they would be after a change: null and blank texts take a value away, placeholders keep a secret. */
function merged(
  present: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const values = new Map(Object.entries(present));
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value.trim() === '') values.delete(key);
    else if (!value.startsWith(SECRET_PLACEHOLDER)) values.set(key, value);
  }
  return Object.fromEntries(values);
}

/**
 * Reads the body of a new auth config.
 * @throws PatchbayError `connector_not_found`, `connector_version_missing`, `validation_failed`, `credentials_invalid`
 */
export async function newAuthConfig(
  projectId: string,
  body: Static<typeof CreateBody>,
  authConfigs: AuthConfigs,
  { connector: find, readSetup }: ConnectorsForAuthConfigs,
): Promise<NewAuthConfig> {
  const versionPin = body.connector_version == null ? null : checkVersionPin(body.connector_version);
  const connectorKey = body.connector_key;
  const connector = await find(projectId, connectorKey, versionPin);
  const environment = body.environment ?? 'production';
  const method = methodOf(connector, body.authentication_config_key, environment);
  const place = { projectId, connectorKey, versionPin, authMethodKey: method.key, environment };
  const isDefault =
    body.default ??
    !(await authConfigs.list(projectId)).some(
      (one) => one.isDefault && one.connectorKey === connectorKey && one.environment === environment,
    );
  return {
    ...place,
    ...(await readSetup(place, merged({}, body.setup ?? {}))),
    name: body.name?.trim() ?? connector.title,
    enabled: body.enabled ?? true,
    isDefault,
    actions: body.actions == null ? null : knownActions(body.actions, connectorKey, connector),
  };
}

/**
 * Reads a change of an auth config. Set-up values that are not named stay.
 * @throws PatchbayError as {@link newAuthConfig} does
 */
export async function changeOf(
  present: AuthConfig,
  body: Static<typeof PatchBody>,
  authConfigs: AuthConfigs,
  { connector: find, readSetup }: ConnectorsForAuthConfigs,
): Promise<AuthConfigChange> {
  const { name, enabled, actions, default: isDefault, connector_version: pin, setup } = body;
  const versionPin = pin === undefined ? present.versionPin : pin === null ? null : checkVersionPin(pin);
  const change = {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(isDefault === undefined ? {} : { isDefault }),
    ...(pin === undefined ? {} : { versionPin }),
  };
  const moved = versionPin !== present.versionPin;
  if (setup === undefined && !moved && !actions) return { ...change, ...(actions === null ? { actions } : {}) };
  const connector = await find(present.projectId, present.connectorKey, versionPin).catch((error: unknown) => {
    // A pin may wait for a version that is pushed later; everything else needs the connector.
    if (setup === undefined && !actions && isPatchbayError(error, 'connector_version_missing')) return undefined;
    throw error;
  });
  if (connector === undefined) return { ...change, ...(actions === null ? { actions } : {}) };
  const place = { ...present, versionPin };
  const method = methodOf(connector, present.authMethodKey, present.environment);
  const fields = new Set(method.setupFields.map(({ key }) => key));
  const kept = Object.entries(authConfigs.setupValues(present)).filter(([key]) => fields.has(key));
  const values =
    setup === undefined && !moved ? {} : await readSetup(place, merged(Object.fromEntries(kept), setup ?? {}));
  return {
    ...change,
    ...values,
    ...(actions === undefined ? {} : { actions: actions && knownActions(actions, present.connectorKey, connector) }),
  };
}
