import type { Resource } from './resource.ts';
import { type Caller, type HumaansCall, nextId } from './state.ts';
import { emit } from './webhook-delivery.ts';

/** Number of the first audit event of a fresh account. */
export const FIRST_AUDIT_SEQ = 100_001;

const ACTIONS = { created: 'create', updated: 'update', deleted: 'delete' } as const;

/** Name of a resource's records in events (`job role` → `jobRole`). */
export const entityName = (resource: Resource): string =>
  resource.noun.replace(/[ -](\w)/g, (_match, letter: string) => letter.toUpperCase());

/** Writes a change to the audit trail and tells the webhooks that asked for it. */
export function noteChange(
  resource: Resource,
  kind: keyof typeof ACTIONS,
  call: HumaansCall,
  caller: Caller,
  id: string,
  fieldsChanged: readonly string[],
): void {
  const { state, timestamp, method, path, address } = call;
  const table = state.database.table('auditEvents');
  table.insert({
    id: nextId(state, 'auditEvents'),
    companyId: state.companyId,
    seq: String(FIRST_AUDIT_SEQ + table.size),
    ts: timestamp,
    request: { id: state.random.fork(`request/${table.size}`).base62(16), path: `/api${path}`, method, ip: address },
    action: ACTIONS[kind],
    actor: { personId: caller.token.personId },
    entity: { id, fieldsChanged },
    subject: { type: entityName(resource), id },
    createdAt: timestamp,
    updatedAt: timestamp,
  });
  emit(call, `${entityName(resource)}.${kind}`, id);
}
