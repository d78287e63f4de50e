import type {
  Branding,
  ConnectorList,
  ConnectorRow,
  LinkedAccount,
  Session,
  StoredAccount,
} from '../model/connector.ts';
import { object, objects, text, textMap, texts } from './raw.ts';

const HEX_COLOUR = /^#[0-9a-f]{6}$/i;

/** Colours are taken in one notation only: they end up in style rules. */
function readBranding(value: unknown): Branding | undefined {
  const branding = object(value);
  const [accent, onAccent] = [text(branding['accent']), text(branding['on_accent'])];
  const coloured = HEX_COLOUR.test(accent) && HEX_COLOUR.test(onAccent);
  const whiteLabel = branding['white_label'] === true;
  if (!coloured && !whiteLabel) return undefined;
  return { ...(coloured ? { accent, onAccent } : {}), whiteLabel };
}

/** Reads `GET /hub/settings`. */
export function readSession(body: unknown): Session {
  const settings = object(body);
  const branding = readBranding(object(settings['project'])['branding']);
  const session = object(settings['session']);
  return {
    existingAccountId: text(settings['existing_account_id']) || undefined,
    projectName: text(object(settings['project'])['name']),
    ownerName: text(session['origin_owner_name']),
    type: session['type'] === 'test' ? 'test' : 'production',
    ...(branding === undefined ? {} : { branding }),
  };
}

/** Reads `GET /hub/connectors`; rows that are inactive or nameless are left out. */
export function readConnectorList(body: unknown): ConnectorList {
  const answer = object(body);
  const rows = objects(answer['integrations'])
    .filter((row) => row['active'] !== false && text(row['name']) !== '' && text(row['integration_id']) !== '')
    .map(
      (row): ConnectorRow => ({
        integrationId: text(row['integration_id']),
        provider: text(row['provider']),
        name: text(row['name']),
        category: text(row['type']),
        description: text(row['description']),
        label: text(row['label']),
        version: text(row['version']),
        environment: text(row['environment']),
        logoUrl: text(row['logo_url']),
      }),
    );
  return { rows, externalTriggerToken: text(answer['external_trigger_token']) || undefined };
}

/** Reads `GET /hub/accounts/{id}`. */
export function readStoredAccount(id: string, body: unknown): StoredAccount {
  const account = object(body);
  return {
    id,
    provider: text(account['provider']),
    integrationId: text(account['integrationId']),
    setupInformation: textMap(account['setupInformation']),
    secrets: textMap(account['secrets']),
  };
}

/** Reads the answer to linking or changing an account; what it leaves out is taken from `known`. */
export function readLinkedAccount(body: unknown, known: { id: string; provider: string }): LinkedAccount {
  const account = object(body);
  return {
    id: text(account['id']) || known.id,
    provider: text(account['provider']) || known.provider,
    label: text(account['label']),
    connectedAs: text(account['connected_as']),
    warnings: texts(account['warnings']),
  };
}

/** Where a sign-in at the provider stands. */
export interface ConnectionAttempt {
  readonly status: 'pending' | 'authenticated' | 'error' | 'cancelled' | 'expired';
  readonly accountId: string;
  readonly errorCode: string;
  readonly errorDescription: string;
}

/** Reads `GET /hub/connection_attempts/{id}`; an unknown status counts as pending. */
export function readConnectionAttempt(body: unknown): ConnectionAttempt {
  const attempt = object(body);
  const error = object(attempt['error']);
  const known = ['authenticated', 'error', 'cancelled', 'expired'] as const;
  return {
    status: known.find((status) => status === attempt['status']) ?? 'pending',
    accountId: text(object(attempt['account'])['id']),
    errorCode: text(error['code']),
    errorDescription: text(error['description']),
  };
}
