import type { View } from '../view.ts';

/** Notes something for the audit log, done by the key's maker. */
export function note(view: View, type: string, extra: Readonly<Record<string, unknown>>): void {
  const { state } = view.call;
  const id = state.nextId('auditEvents');
  state.insert('auditEvents', { id, actor_id: view.caller.user.id, type, extra, create_ts: view.now });
}
