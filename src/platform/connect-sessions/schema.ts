import { type Static, Type } from 'typebox';
import { toIso } from '../../kernel/index.ts';
import type { ConnectSession } from './session.ts';

/** Categories a connector can have. The list is closed: published clients refuse others. */
export const CATEGORIES = [
  'ats',
  'hris',
  'hris-legacy',
  'crm',
  'iam',
  'marketing',
  'lms',
  'stackone',
  'documents',
  'ticketing',
  'screening',
  'messaging',
  'accounting',
  'scheduling',
] as const;

const optional = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));
const Name = Type.String({ minLength: 1, maxLength: 1_024 });

/** Body of `POST /connect_sessions`. */
export const CreateBody = Type.Object(
  {
    origin_owner_id: Name,
    origin_owner_name: Name,
    origin_username: optional(Type.String({ maxLength: 1_024 })),
    provider: optional(Type.String({ maxLength: 128 })),
    // Accepted because published clients may send it; the auth config decides which version is used.
    provider_version: optional(Type.String({ maxLength: 128 })),
    integration_id: optional(Type.String({ maxLength: 128 })),
    categories: optional(
      Type.Array(Type.Union(CATEGORIES.map((category) => Type.Literal(category))), { maxItems: CATEGORIES.length }),
    ),
    account_id: optional(Type.String({ maxLength: 128 })),
    expires_in: optional(Type.Integer({ minimum: 1, maximum: 30 * 24 * 3_600 })),
    multiple: optional(Type.Boolean()),
    label: optional(Type.String({ maxLength: 1_024 })),
    metadata: optional(Type.Record(Type.String(), Type.Unknown())),
    type: optional(Type.Union([Type.Literal('production'), Type.Literal('test')])),
  },
  { additionalProperties: false },
);

/** Body of `POST /connect_sessions/authenticate`. */
export const AuthenticateBody = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 512 }) },
  { additionalProperties: false },
);

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const SESSION = {
  id: Type.Integer(),
  organization_id: Type.Union([Type.String(), Type.Integer()]),
  project_id: Type.String(),
  origin_owner_id: Type.String(),
  origin_owner_name: Type.String(),
  origin_username: nullable(Type.String()),
  provider: nullable(Type.String()),
  integration_id: nullable(Type.String()),
  categories: nullable(Type.Array(Type.String())),
  account_id: nullable(Type.String()),
  label: nullable(Type.String()),
  metadata: nullable(Type.Record(Type.String(), Type.Unknown())),
  type: Type.String(),
  multiple: Type.Boolean(),
  external_trigger_token: nullable(Type.String()),
  created_at: Type.String({ format: 'date-time' }),
  expires_at: Type.String({ format: 'date-time' }),
} as const;

/** A connect session without its token. */
export const SessionAnswer = Type.Object(SESSION);

/** A new connect session with its token and the page on which it can be used. */
export const SessionWithToken = Type.Object({ ...SESSION, token: Type.String(), auth_link_url: Type.String() });

/**
 * Whether the caller is the published TypeScript client before 4.34: it reads `organization_id` as a number, later
 * ones and everybody else as a string; the wrong type fails their whole answer.
 */
export const wantsNumericOrganization = (userAgent: string | undefined): boolean => isOlderClient(userAgent);

/** Categories that the published TypeScript client before 4.34 does not know: one of them fails its whole answer. */
const NEWER_CATEGORIES: ReadonlySet<string> = new Set(['scheduling']);

/** Whether the caller is the published TypeScript client before 4.34. */
function isOlderClient(userAgent: string | undefined): boolean {
  const version = /^speakeasy-sdk\/typescript (\d+)\.(\d+)\./.exec(userAgent ?? '');
  if (version === null) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major < 4 || (major === 4 && minor < 34);
}

const categoriesFor = (session: ConnectSession, userAgent: string | undefined): string[] | null =>
  session.categories?.filter((category) => !NEWER_CATEGORIES.has(category) || !isOlderClient(userAgent)) ?? null;

/** The wire form of a session, as the caller's client can read it. */
export const toAnswer = (
  session: ConnectSession,
  organizationId: string,
  userAgent: string | undefined,
): Static<typeof SessionAnswer> => ({
  id: session.id,
  organization_id: wantsNumericOrganization(userAgent) ? Number(organizationId) : organizationId,
  project_id: session.projectId,
  origin_owner_id: session.originOwnerId,
  origin_owner_name: session.originOwnerName,
  origin_username: session.originUsername,
  provider: session.provider,
  integration_id: session.authConfigId,
  categories: categoriesFor(session, userAgent),
  account_id: session.accountId,
  label: session.label,
  metadata: session.metadata === null ? null : { ...session.metadata },
  type: session.type,
  multiple: session.multiple,
  external_trigger_token: session.externalTriggerToken,
  created_at: toIso(session.createdAt),
  expires_at: toIso(session.expiresAt),
});
