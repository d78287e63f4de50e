import { type Static, Type } from 'typebox';
import { QueryList } from '../../http/index.ts';
import { toIso } from '../../kernel/index.ts';
import type { AuthConfig } from '../auth-configs/index.ts';
import { ACCOUNT_STATUSES, type Account } from './account.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Values = Type.Record(Type.String(), Type.Unknown());

/** A linked account as clients see it: without secrets. */
export const LinkedAccount = Type.Object({
  id: Type.String(),
  provider: Type.String(),
  provider_name: NullableText,
  integration_id: Type.String(),
  environment: Type.String(),
  authentication_config_key: Type.String(),
  status: Type.String(),
  status_reasons: Type.Array(
    Type.Object({ code: Type.String(), description: Type.String(), timestamp: Type.String() }),
  ),
  origin_owner_id: Type.String(),
  origin_owner_name: Type.String(),
  origin_username: NullableText,
  setup_information: Type.Record(Type.String(), Type.String()),
  label: NullableText,
  metadata: Type.Union([Values, Type.Null()]),
  type: Type.String(),
  shared: Type.Boolean(),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
});

/** What became of an account's credentials at the provider when it was deleted here. */
export interface Revocation {
  readonly attempted: boolean;
  readonly succeeded: boolean;
  /** Why they may still work there; null when they do not. */
  readonly reason: string | null;
}

/** A deleted account, and what became of its credentials at the provider. */
export const DeletedAccount = Type.Object({
  ...LinkedAccount.properties,
  revocation: Type.Object({ attempted: Type.Boolean(), succeeded: Type.Boolean(), reason: NullableText }),
});

const toStatus = ({ status, statusReasons }: Account, disabledConfig: AuthConfig | undefined) => {
  const reasons = statusReasons.map(({ code, description, at }) => ({ code, description, timestamp: toIso(at) }));
  if (disabledConfig === undefined || status !== 'active') return { status, status_reasons: reasons };
  const reason = {
    code: 'account_auth_config_disabled',
    description: `The auth config ${disabledConfig.name} is disabled.`,
    timestamp: toIso(disabledConfig.updatedAt),
  };
  return { status: 'inactive', status_reasons: [...reasons, reason] };
};

/**
 * The wire form of an account.
 * @param disabledConfig its auth config if that is disabled, which makes an active account `inactive`
 */
export const toLinkedAccount = (
  account: Account,
  providerName: string | null,
  disabledConfig?: AuthConfig,
): Static<typeof LinkedAccount> => ({
  id: account.id,
  provider: account.provider,
  provider_name: providerName,
  integration_id: account.authConfigId,
  environment: account.environment,
  authentication_config_key: account.authMethodKey,
  ...toStatus(account, disabledConfig),
  origin_owner_id: account.originOwnerId,
  origin_owner_name: account.originOwnerName,
  origin_username: account.originUsername,
  setup_information: { ...account.setup },
  label: account.label,
  metadata: account.metadata === null ? null : { ...account.metadata },
  type: account.type,
  shared: account.shared,
  created_at: toIso(account.createdAt),
  updated_at: toIso(account.updatedAt),
});

/** Filters and paging of `GET /accounts`. */
export const ListQuery = Type.Object({
  origin_owner_id: Type.Optional(Type.String()),
  origin_owner_ids: QueryList,
  account_ids: QueryList,
  providers: QueryList,
  provider: Type.Optional(Type.String()),
  status: QueryList,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});

const Text = Type.String({ minLength: 1, maxLength: 1_024 });

/** Body of `PATCH /accounts/:id`. */
export const PatchBody = Type.Object(
  {
    origin_owner_id: Type.Optional(Text),
    origin_owner_name: Type.Optional(Text),
    origin_username: Type.Optional(NullableText),
    label: Type.Optional(NullableText),
    metadata: Type.Optional(Type.Union([Values, Type.Null()])),
    type: Type.Optional(Type.Union([Type.Literal('production'), Type.Literal('test')])),
    shared: Type.Optional(Type.Boolean()),
    status: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('suspended')])),
    setup_information: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 8_192 }))),
    secrets: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 65_536 }))),
    credentials: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 65_536 }))),
    integration_id: Type.Optional(Type.String()),
    authentication_config_key: Type.Optional(Type.String()),
    environment: Type.Optional(Type.String()),
    provider: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** Path of the routes for one account. */
export const AccountParams = Type.Object({
  id: Type.String({ maxLength: 128, description: 'Id of the linked account.' }),
});

/** True for a text that names an account status. */
export const isStatus = (text: string): boolean => (ACCOUNT_STATUSES as readonly string[]).includes(text);
