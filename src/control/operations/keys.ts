import { Type } from 'typebox';
import { fail, toIso } from '../../kernel/index.ts';
import { type ApiKey, DEFAULT_SCOPES, type MadeApiKey, manageApiKeys } from '../../platform/api-keys/index.ts';
import { operation } from '../operation.ts';
import type { ControlParts } from '../parts.ts';
import { chosenProject, chosenProjects, type ProjectChoice } from './projects.ts';
import { readScopes } from './scopes.ts';

const Project = Type.Optional(Type.String());
const Expiry = Type.Optional(Type.Union([Type.Integer(), Type.Null()]));
/** An id, or the beginning of one or of the key, that only one key has. */
const KeyChoice = Type.Object({ key: Type.String({ minLength: 1 }), project: Project });

/** A key as commands show it; never its value. */
export const keyView = (key: ApiKey) => ({
  id: key.id,
  project_id: key.projectId,
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  enabled: key.enabled,
  created_at: toIso(key.createdAt),
  expires_at: toIso(key.expiresAt),
  last_used_at: toIso(key.lastUsedAt),
  replaced_by: key.replacedBy,
});
export type KeyView = ReturnType<typeof keyView>;

/** A key and its value, shown this once. */
const madeView = ({ key, value }: MadeApiKey) => ({ ...keyView(key), key: value });

/** @throws PatchbayError `validation_failed` for a time that has passed */
function checkExpiry(parts: ControlParts, expiresAt: number | null | undefined): void {
  if (typeof expiresAt !== 'number' || expiresAt > parts.clock.now()) return;
  throw fail('validation_failed', { summary: `The key would end at ${toIso(expiresAt)}, which has passed.` });
}

/**
 * The key that is meant.
 * @throws PatchbayError `api_key_not_found`; `api_key_ambiguous` when several begin so
 */
async function chosenKey(
  parts: ControlParts,
  { key: begin, project }: { readonly key: string } & ProjectChoice,
): Promise<ApiKey> {
  const keys: ApiKey[] = [];
  for (const { id } of await chosenProjects(parts, { project })) keys.push(...(await parts.apiKeys.list(id)));
  const exact = keys.find(({ id }) => id === begin);
  if (exact !== undefined) return exact;
  const [first, ...more] = keys.filter(({ id, prefix }) => id.startsWith(begin) || prefix.startsWith(begin));
  if (first === undefined) throw fail('api_key_not_found', { id: begin });
  if (more.length === 0) return first;
  const known = [first, ...more].map(({ id, name }) => `${id} (${name})`).join(', ');
  throw fail('api_key_ambiguous', { begin, known });
}

/** `keys create`. */
export const createKey = operation({
  name: 'keys.create',
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' }),
    scopes: Type.Optional(Type.Array(Type.String())),
    /** Milliseconds since 1970; null or absent: never. */
    expires_at: Expiry,
    project: Project,
  }),
  async run(parts, { name, scopes, expires_at: expiresAt, project }, actor) {
    checkExpiry(parts, expiresAt);
    const chosen = scopes === undefined ? DEFAULT_SCOPES : readScopes(scopes);
    const { id: projectId } = await chosenProject(parts, { project });
    return madeView(
      await manageApiKeys(parts).create(actor, {
        projectId,
        name: name.trim(),
        scopes: chosen,
        expiresAt: expiresAt ?? null,
      }),
    );
  },
});

/** `keys list`: newest first within each project. */
export const listKeys = operation({
  name: 'keys.list',
  input: Type.Object({ project: Project }),
  async run(parts, choice) {
    // What this process has noted of last uses belongs to the answer.
    await parts.apiKeys.flush();
    const views: KeyView[] = [];
    for (const { id } of await chosenProjects(parts, choice)) {
      views.push(...(await parts.apiKeys.list(id)).map(keyView));
    }
    return views;
  },
});

/** `keys enable` and `keys disable`. */
export const switchKey = operation({
  name: 'keys.switch',
  input: Type.Object({ ...KeyChoice.properties, enabled: Type.Boolean() }),
  async run(parts, { enabled, ...choice }, actor) {
    const { projectId, id } = await chosenKey(parts, choice);
    return keyView(await manageApiKeys(parts).setEnabled(actor, projectId, id, enabled));
  },
});

/** `keys delete`. */
export const deleteKey = operation({
  name: 'keys.delete',
  input: KeyChoice,
  async run(parts, choice, actor) {
    const key = await chosenKey(parts, choice);
    await manageApiKeys(parts).remove(actor, key.projectId, key.id);
    return { ...keyView(key), deleted: true };
  },
});

/** `keys rotate`. */
export const rotateKey = operation({
  name: 'keys.rotate',
  input: Type.Object({ ...KeyChoice.properties, overlap_ms: Type.Integer({ minimum: 0 }), expires_at: Expiry }),
  async run(parts, { overlap_ms: overlapMs, expires_at: expiresAt, ...choice }, actor) {
    checkExpiry(parts, expiresAt);
    const { projectId, id } = await chosenKey(parts, choice);
    const made = await manageApiKeys(parts).rotate(actor, projectId, id, { overlapMs, expiresAt });
    return { ...madeView(made), replaces: keyView(made.replaced) };
  },
});
