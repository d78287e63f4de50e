import { type Static, Type } from 'typebox';
import { fail, toIso } from '../../kernel/index.ts';
import {
  BODY_LOGGING,
  type BodyLogging,
  isAllowListEntry,
  type Project,
  type ProjectChange,
} from '../projects/index.ts';
import type { OperatorCaller } from './guard.ts';
import type { Role } from './membership-store.ts';

const DateTime = Type.String({ format: 'date-time' });
const RoleName = Type.Union([Type.Literal('viewer'), Type.Literal('admin'), Type.Literal('owner')]);
const Name = Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' });
const Days = Type.Integer({ minimum: 1, maximum: 3_650 });

const SETTINGS = {
  ip_allow_list: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 500 }),
  log_retention_days: Days,
  body_logging: Type.Unsafe<BodyLogging>({ type: 'string', enum: [...BODY_LOGGING] }),
  body_retention_days: Days,
  branding: Type.Object(
    {
      accent: Type.Union([Type.String({ pattern: '^#[0-9A-Fa-f]{6}$' }), Type.Null()], {
        description: 'Colour of the main action on the page behind auth links, as #rrggbb; null for that of Patchbay.',
      }),
      white_label: Type.Boolean({ description: 'No mark and no name of Patchbay on that page.' }),
    },
    { additionalProperties: false },
  ),
} as const;

/** Path of the routes of one project. */
export const ProjectParams = Type.Object({
  project_id: Type.String({ maxLength: 128, description: 'Id of the project.' }),
});

/** Body of `POST /operator/projects`. */
export const CreateProjectBody = Type.Object({ name: Name }, { additionalProperties: false });

/** Body of `PATCH /operator/projects/:project_id`. */
export const PatchProjectBody = Type.Object(
  {
    name: Type.Optional(Name),
    settings: Type.Optional(Type.Partial(Type.Object(SETTINGS), { additionalProperties: false, minProperties: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** A project in a list. */
export const ProjectRow = Type.Object({ id: Type.String(), name: Type.String(), role: RoleName, created_at: DateTime });

/** A project with its settings. */
export const ProjectView = Type.Object({
  ...ProjectRow.properties,
  organization_id: Type.String(),
  settings: Type.Object(SETTINGS),
  updated_at: DateTime,
});

/** The wire form of a project in a list. */
export const toProjectRow = ({ id, name, createdAt }: Project, role: Role | 'owner'): Static<typeof ProjectRow> => ({
  id,
  name,
  role,
  created_at: toIso(createdAt),
});

/** The wire form of a project. */
export const toProjectView = (project: Project, role: Role | 'owner'): Static<typeof ProjectView> => ({
  ...toProjectRow(project, role),
  organization_id: project.organizationId,
  settings: {
    ip_allow_list: [...project.settings.ipAllowList],
    log_retention_days: project.settings.logRetentionDays,
    body_logging: project.settings.bodyLogging,
    body_retention_days: project.settings.bodyRetentionDays,
    branding: { accent: project.settings.branding.accent, white_label: project.settings.branding.whiteLabel },
  },
  updated_at: toIso(project.updatedAt),
});

const refuse = (sentence: string): Error => fail('validation_failed', { summary: sentence }, { errors: [sentence] });

/**
 * The change that a body asks for.
 * @throws PatchbayError `validation_failed` naming entries of the allow-list that cannot be read
 */
export function changeOf({ name, settings }: Static<typeof PatchProjectBody>): ProjectChange {
  const entries = settings?.ip_allow_list?.map((entry) => entry.trim());
  const unreadable = entries?.filter((entry) => !isAllowListEntry(entry)) ?? [];
  if (unreadable.length > 0)
    throw refuse(
      `settings.ip_allow_list: ${unreadable.slice(0, 5).join(', ')} is no address (10.0.0.1), range (10.0.0.1-10.0.0.9) or CIDR (10.0.0.0/8).`,
    );
  const chosen = {
    ...(entries === undefined ? {} : { ipAllowList: [...new Set(entries)] }),
    ...(settings?.log_retention_days === undefined ? {} : { logRetentionDays: settings.log_retention_days }),
    ...(settings?.body_logging === undefined ? {} : { bodyLogging: settings.body_logging }),
    ...(settings?.body_retention_days === undefined ? {} : { bodyRetentionDays: settings.body_retention_days }),
    ...(settings?.branding === undefined
      ? {}
      : { branding: { accent: settings.branding.accent, whiteLabel: settings.branding.white_label } }),
  };
  return { name: name?.trim(), ...(settings === undefined ? {} : { settings: chosen }) };
}

/** @throws PatchbayError `validation_failed` when bodies would be kept longer than their logs */
export function assertRetention({ settings }: Project): void {
  if (settings.bodyRetentionDays > settings.logRetentionDays)
    throw refuse(
      `settings.body_retention_days (${settings.bodyRetentionDays}) must not be more than settings.log_retention_days (${settings.logRetentionDays}): bodies go with their logs.`,
    );
}

/** What is noted of a change of a project. */
export const projectEvent = (
  { actor }: OperatorCaller,
  action: 'created' | 'updated',
  project: Project,
  details: Readonly<Record<string, unknown>>,
) => ({
  projectId: project.id,
  actor,
  action: `project.${action}`,
  target: { type: 'project', id: project.id },
  details,
});
