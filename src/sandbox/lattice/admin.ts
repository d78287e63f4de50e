import { type Answer, checkBody, type Endpoint, type FieldSpecs, json, ok } from '../kit/index.ts';
import { clientOf } from './oauth/clients.ts';
import type { State } from './state.ts';

const KEY: FieldSpecs = {
  credential_set: { type: 'text', required: true },
  revoked: { type: 'boolean', required: true },
};

function setRevoked(state: State, name: string, isRevoked: boolean): Answer {
  const found = [...state.keys].find(([, key]) => key.credentialSet === name);
  if (found === undefined) return json(400, { sandbox_error: 'There is no key of that credential set.' });
  const [text, key] = found;
  state.keys.set(text, { ...key, isRevoked });
  return ok({ credential_set: name, revoked: isRevoked });
}

/** What an administrator of the company does by hand in the provider's settings. */
export const ADMIN_ENDPOINTS: readonly Endpoint<State, undefined>[] = [
  {
    method: 'POST',
    path: '/keys',
    summary: 'Revoke a demo key, or undo that',
    handle(call) {
      const { values, issues } = checkBody(KEY, call.json(), { unknown: 'refuse' });
      if (issues.length > 0)
        return json(400, {
          sandbox_error: issues.map(({ path, message }) => `${path || 'The body'} ${message}.`).join(' '),
        });
      return setRevoked(call.state, values['credential_set'] as string, values['revoked'] as boolean);
    },
  },
  {
    method: 'GET',
    path: '/grants',
    summary: 'Show what was granted on the consent page and to service accounts',
    handle: (call) =>
      ok(
        call.state.grants.list().map(({ clientId, userId, scopes, isRevoked }) => ({
          client_id: clientId,
          client: clientOf(clientId)?.name,
          user_id: userId,
          scopes,
          revoked: isRevoked,
        })),
      ),
  },
];
