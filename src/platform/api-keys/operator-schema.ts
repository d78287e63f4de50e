import { type Static, Type } from 'typebox';
import { toIso } from '../../kernel/index.ts';
import { ProjectParams } from '../operators/index.ts';
import { SCOPES, type Scope } from './scopes.ts';
import type { ApiKey } from './store.ts';

const DateTime = Type.String({ format: 'date-time' });
const OptionalDateTime = Type.Union([DateTime, Type.Null()]);
const ScopeName = Type.Unsafe<Scope>({ type: 'string', enum: [...SCOPES] });

/** An API key as operators see it: never the key itself. */
export const ApiKeyView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(ScopeName),
  enabled: Type.Boolean(),
  created_at: DateTime,
  expires_at: OptionalDateTime,
  last_used_at: OptionalDateTime,
  /** Id of the key that takes over; null unless this one was rotated. */
  replaced_by: Type.Union([Type.String(), Type.Null()]),
});

/** A new API key, with its value, which is shown this once. */
export const NewApiKeyView = Type.Object({ ...ApiKeyView.properties, value: Type.String() });

/** The successor of a key, with its value, which is shown this once, and the key it replaces as that is now. */
export const RotatedApiKeyView = Type.Object({ ...NewApiKeyView.properties, replaces: ApiKeyView });

/** Path of the routes of one key. */
export const KeyParams = Type.Object({
  ...ProjectParams.properties,
  key_id: Type.String({ maxLength: 128, description: 'Id of the API key.' }),
});

/** Body of `POST /operator/projects/:project_id/api_keys`. */
export const CreateKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' }),
    /** The default scopes when absent. */
    scopes: Type.Optional(Type.Array(ScopeName, { minItems: 1, maxItems: SCOPES.length })),
    expires_at: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  },
  { additionalProperties: false },
);

/** Body of `PATCH /operator/projects/:project_id/api_keys/:key_id`. Names and scopes are fixed. */
export const PatchKeyBody = Type.Object({ enabled: Type.Boolean() }, { additionalProperties: false });

/** Body of `POST /operator/projects/:project_id/api_keys/:key_id/rotate`. */
export const RotateKeyBody = Type.Object(
  {
    /** How long the old value keeps working; 0 ends it at once. A day when absent. */
    overlap_hours: Type.Optional(Type.Number({ minimum: 0, maximum: 2_160 })),
    /** End of the new value; when absent it lives as long as the old one was made for, null: for ever. */
    expires_at: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  },
  { additionalProperties: false },
);

/** The wire form of a key; scopes in the order of {@link SCOPES}. */
export const toApiKeyView = (key: ApiKey): Static<typeof ApiKeyView> => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: SCOPES.filter((scope) => key.scopes.has(scope)),
  enabled: key.enabled,
  created_at: toIso(key.createdAt),
  expires_at: toIso(key.expiresAt),
  last_used_at: toIso(key.lastUsedAt),
  replaced_by: key.replacedBy,
});
