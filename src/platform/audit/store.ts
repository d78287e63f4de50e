import type { AuditLogTable, Database } from '../../storage/index.ts';
import type { Actor, AuditEntry } from './entry.ts';

const toEntry = (row: AuditLogTable): AuditEntry => ({
  position: Number(row.position),
  projectId: row.project_id,
  at: Number(row.at),
  actor: { type: row.actor_type as Actor['type'], id: row.actor_id, name: row.actor_name, ip: row.source_ip },
  action: row.action,
  target: row.target_type === null || row.target_id === null ? null : { type: row.target_type, id: row.target_id },
  details: JSON.parse(row.details) as Record<string, unknown>,
  previousHash: row.previous_hash,
  hash: row.hash,
});

/** Which entries to list; absent members do not filter. */
export interface AuditFilter {
  readonly projectId?: string | undefined;
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
  readonly targetId?: string | undefined;
}

/** Rows of `audit_log`. */
export interface AuditStore {
  last(): Promise<AuditEntry | undefined>;
  insert(entry: AuditEntry): Promise<void>;
  /** Newest first, those before a position when one is given. */
  list(
    filter: AuditFilter,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<AuditEntry[]>;
  /** Oldest first, those after a position. */
  after(position: number, limit: number): Promise<AuditEntry[]>;
}

/** Makes the store over a connection or an open transaction. */
export function createAuditStore(kysely: Database['kysely']): AuditStore {
  return {
    async last() {
      const row = await kysely
        .selectFrom('audit_log')
        .selectAll()
        .orderBy('position', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toEntry(row);
    },
    async insert({ actor, target, ...entry }) {
      await kysely
        .insertInto('audit_log')
        .values({
          position: entry.position,
          project_id: entry.projectId,
          at: entry.at,
          actor_type: actor.type,
          actor_id: actor.id,
          actor_name: actor.name,
          source_ip: actor.ip,
          action: entry.action,
          target_type: target?.type ?? null,
          target_id: target?.id ?? null,
          details: JSON.stringify(entry.details),
          previous_hash: entry.previousHash,
          hash: entry.hash,
        })
        .execute();
    },
    async list({ projectId, action, actorId, targetId }, { before, limit }) {
      let query = kysely.selectFrom('audit_log').selectAll();
      if (projectId !== undefined) query = query.where('project_id', '=', projectId);
      if (action !== undefined) query = query.where('action', '=', action);
      if (actorId !== undefined) query = query.where('actor_id', '=', actorId);
      if (targetId !== undefined) query = query.where('target_id', '=', targetId);
      if (before !== undefined) query = query.where('position', '<', before);
      return (await query.orderBy('position', 'desc').limit(limit).execute()).map(toEntry);
    },
    async after(position, limit) {
      const query = kysely.selectFrom('audit_log').selectAll().where('position', '>', position);
      return (await query.orderBy('position').limit(limit).execute()).map(toEntry);
    },
  };
}
