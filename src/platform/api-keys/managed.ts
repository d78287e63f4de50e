import { fail } from '../../kernel/index.ts';
import type { Notify } from '../../storage/index.ts';
import type { Actor, Audit } from '../audit/index.ts';
import type { ApiKeys, MadeApiKey, NewApiKey, RotatedApiKey, Rotation } from './service.ts';
import type { ApiKey } from './store.ts';

/** Changes of API keys by people, each in the audit log. All throw `api_key_not_found` for a key of another project. */
export interface ManagedApiKeys {
  create(actor: Actor, key: NewApiKey): Promise<MadeApiKey>;
  setEnabled(actor: Actor, projectId: string, id: string, enabled: boolean): Promise<ApiKey>;
  remove(actor: Actor, projectId: string, id: string): Promise<void>;
  /** As {@link ApiKeys.rotate}. */
  rotate(actor: Actor, projectId: string, id: string, rotation: Rotation): Promise<RotatedApiKey>;
}

/** What is worth knowing of a key later; never its value. */
const facts = ({ name, prefix, scopes, expiresAt }: ApiKey) => ({ name, prefix, scopes: [...scopes], expiresAt });

/** Makes the API keys as people manage them: the change and its entry in the audit log exist both or not at all. */
export function manageApiKeys({
  apiKeys,
  audit,
}: {
  readonly apiKeys: ApiKeys;
  readonly audit: Audit;
}): ManagedApiKeys {
  const event = (
    actor: Actor,
    action: string,
    { projectId, id }: { projectId: string; id: string },
    details: object,
  ) => ({
    projectId,
    actor,
    action: `api_key.${action}`,
    target: { type: 'api_key', id },
    details: { ...details },
  });
  /** A change that every process hears of with its commit. */
  const told = async <T>(notify: Notify, change: Promise<T>): Promise<T> => {
    const result = await change;
    await apiKeys.changed(notify);
    return result;
  };
  const existing = async (projectId: string, id: string): Promise<ApiKey> => {
    const key = await apiKeys.find(projectId, id);
    if (key === undefined) throw fail('api_key_not_found', { id });
    return key;
  };

  return {
    create: (actor, key) =>
      audit.recorded(
        (db) => apiKeys.create(key, db),
        (made) => event(actor, 'created', made.key, facts(made.key)),
      ),
    async setEnabled(actor, projectId, id, enabled) {
      const key = await existing(projectId, id);
      const done = await audit.recorded(
        (db, notify) => told(notify, apiKeys.setEnabled(projectId, id, enabled, db)),
        (found) =>
          found
            ? event(actor, enabled ? 'enabled' : 'disabled', key, { name: key.name, prefix: key.prefix })
            : undefined,
      );
      if (!done) throw fail('api_key_not_found', { id });
      return { ...key, enabled };
    },
    async remove(actor, projectId, id) {
      const key = await existing(projectId, id);
      const done = await audit.recorded(
        (db, notify) => told(notify, apiKeys.remove(projectId, id, db)),
        (found) => (found ? event(actor, 'deleted', key, { name: key.name, prefix: key.prefix }) : undefined),
      );
      if (!done) throw fail('api_key_not_found', { id });
    },
    rotate(actor, projectId, id, rotation) {
      return audit.recorded(
        (db, notify) => told(notify, apiKeys.rotate(projectId, id, rotation, db)),
        ({ key, replaced }) =>
          event(actor, 'rotated', replaced, { ...facts(key), successor: key.id, endsAt: replaced.expiresAt }),
      );
    },
  };
}
