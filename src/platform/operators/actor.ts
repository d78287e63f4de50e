import type { Actor, AuditEvent } from '../audit/index.ts';
import type { Operator } from './store.ts';

/** An operator as the audit log names them. @param ip where the request came from; null for commands */
export const actorOf = (operator: Operator, ip: string | null): Actor => ({
  type: 'operator',
  id: operator.id,
  name: operator.email,
  ip,
});

/** Something done to an operator, for the audit log. */
export const operatorEvent = (
  actor: Actor,
  action: string,
  operatorId: string | null,
  details: AuditEvent['details'] = {},
): AuditEvent => ({
  projectId: null,
  actor,
  action: `operator.${action}`,
  target: operatorId === null ? null : { type: 'operator', id: operatorId },
  details,
});
