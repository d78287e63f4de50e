import { newId } from '../../kernel/index.ts';
import { type Answer, checkBody, type Endpoint, empty, type FieldSpecs, json, ok } from '../kit/index.ts';
import { SCOPES } from './scopes.ts';
import { nextId, type State } from './state.ts';
import type { Token } from './tokens.ts';
import { deliverDue } from './webhook-delivery.ts';

const TOKEN: FieldSpecs = {
  label: { type: 'text', required: true, min: 1, max: 200 },
  scopes: { type: 'list', required: true, items: { type: 'text', choices: SCOPES } },
  personId: { type: 'text', nullable: true, refersTo: 'people' },
};

const shown = ({ id, personId, label, scopes }: Token) => ({ id, personId, label, scopes });

/** What people do in the product's own pages: make and revoke tokens. And the passage of time for webhooks. */
export const ADMIN_ENDPOINTS: readonly Endpoint<State, undefined>[] = [
  {
    method: 'POST',
    path: '/tokens',
    summary: 'Make an access token; it is shown this once only',
    handle(call): Answer {
      const { database, tokens } = call.state;
      const exists = (_table: string, id: string | number) => database.table('people').has(id as string);
      const { values, issues } = checkBody(TOKEN, call.json(), { unknown: 'refuse', exists });
      if (issues.length > 0)
        return json(400, {
          sandbox_error: issues.map(({ path, message }) => `${path || 'The body'} ${message}.`).join(' '),
        });
      const owner = [...tokens.values()][0]!.personId;
      const secret = newId(32);
      const token: Token = {
        id: nextId(call.state, 'tokens'),
        personId: (values['personId'] as string | null) ?? owner,
        label: values['label'] as string,
        scopes: values['scopes'] as Token['scopes'],
        status: 'active',
        credentialSet: null,
      };
      tokens.set(secret, token);
      return json(201, { ...shown(token), token: secret });
    },
  },
  {
    method: 'GET',
    path: '/tokens',
    summary: 'List access tokens',
    handle: (call) => ok([...call.state.tokens.values()].filter(({ status }) => status === 'active').map(shown)),
  },
  {
    method: 'DELETE',
    path: '/tokens/:id',
    summary: 'Revoke an access token',
    handle(call) {
      const found = [...call.state.tokens].find(([, token]) => token.id === call.params['id']);
      if (found === undefined) return json(404, { sandbox_error: 'There is no such token.' });
      call.state.tokens.set(found[0], { ...found[1], status: 'revoked' });
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/webhooks/deliver',
    summary: 'Send the webhook deliveries that are due by now',
    async handle(call) {
      deliverDue(call.state, call.now, call.tasks);
      await call.tasks.idle();
      return empty();
    },
  },
];
