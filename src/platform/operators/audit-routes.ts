import { type Static, Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { decodeCursor, encodeCursor, fail, toIso } from '../../kernel/index.ts';
import type { Audit, AuditEntry } from '../audit/index.ts';
import { projectOf } from './guard.ts';
import { ProjectParams } from './project-schema.ts';

const OWNER: Access = { kind: 'operator', role: 'owner' };
const ADMIN: Access = { kind: 'operator', role: 'admin' };
const TAGS = ['Operators: audit log'];
const PAGE_SIZE = 25;
/** The most that the column holds. */
const MAX_POSITION = 2_147_483_647;

const Text = Type.Union([Type.String(), Type.Null()]);
const Filter = Type.Optional(Type.String({ maxLength: 256 }));

const filters = {
  action: Filter,
  actor_id: Filter,
  target_id: Filter,
  next: Type.Optional(Type.String({ maxLength: 256 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
};
const AuditQuery = Type.Object(filters);
const OwnerAuditQuery = Type.Object({ ...filters, project_id: Filter });

const EntryView = Type.Object({
  position: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
  project_id: Text,
  action: Type.String(),
  actor: Type.Object({ type: Type.String(), id: Type.String(), name: Type.String(), ip: Text }),
  target: Type.Union([Type.Object({ type: Type.String(), id: Type.String() }), Type.Null()]),
  details: Type.Record(Type.String(), Type.Unknown()),
  hash: Type.String(),
});
const EntryPage = Type.Object({ next: Text, data: Type.Array(EntryView) });

const toEntryView = (entry: AuditEntry): Static<typeof EntryView> => ({
  position: entry.position,
  at: toIso(entry.at),
  project_id: entry.projectId,
  action: entry.action,
  actor: entry.actor,
  target: entry.target,
  details: entry.details,
  hash: entry.hash,
});

/** @throws PatchbayError `cursor_invalid` for what is no position */
function positionOf(next: string | undefined): number | undefined {
  if (next === undefined) return undefined;
  const [position] = decodeCursor(next, ['number']) as [number];
  if (!Number.isInteger(position) || position < 1 || position > MAX_POSITION) throw fail('cursor_invalid');
  return position;
}

/** Registers the audit log of a project and of the whole installation, and the check of its chain. */
export function auditRoutes(app: HttpApp, audit: Audit): void {
  const page = async (
    { action, actor_id, target_id, next, page_size = PAGE_SIZE }: Static<typeof AuditQuery>,
    projectId: string | undefined,
  ): Promise<Static<typeof EntryPage>> => {
    const before = positionOf(next);
    const filter = { projectId, action, actorId: actor_id, targetId: target_id };
    const found = await audit.list(filter, { before, limit: page_size + 1 });
    const entries = found.slice(0, page_size);
    const last = entries.at(-1);
    const more = found.length > page_size && last !== undefined;
    return { next: more ? encodeCursor([last.position]) : null, data: entries.map(toEntryView) };
  };

  app.get(
    '/operator/projects/:project_id/audit_log',
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'What was done in a project, newest first',
        params: ProjectParams,
        querystring: AuditQuery,
        response: { 200: EntryPage },
      },
    },
    (request) => page(request.query, projectOf(request).project.id),
  );

  app.get(
    '/operator/audit_log',
    {
      config: { access: OWNER },
      schema: {
        tags: TAGS,
        summary: 'What was done in the whole installation, newest first',
        querystring: OwnerAuditQuery,
        response: { 200: EntryPage },
      },
    },
    (request) => page(request.query, request.query.project_id),
  );

  app.get(
    '/operator/audit_log/verify',
    {
      config: { access: OWNER },
      schema: {
        tags: TAGS,
        summary: 'Check that no entry was altered, added between or taken out',
        response: {
          200: Type.Object({
            intact: Type.Boolean(),
            entries: Type.Union([Type.Integer(), Type.Null()]),
            head: Text,
            position: Type.Union([Type.Integer(), Type.Null()]),
            reason: Text,
          }),
        },
      },
    },
    async () => ({ entries: null, head: null, position: null, reason: null, ...(await audit.verify()) }),
  );
}
