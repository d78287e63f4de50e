import { type Answer, redirect } from '../../kit/index.ts';
import type { LatticeEndpoint } from '../endpoints/endpoint.ts';
import type { LatticeCall } from '../state.ts';
import type { Grant } from './grants.ts';
import { consentPage, errorPage } from './pages.ts';
import { type AuthorizationRequest, type Rejection, readRequest, withParameters } from './request.ts';

function sendBack({ redirectUri, state, error, description }: Rejection): Answer {
  return redirect(303, withParameters(redirectUri, { error, error_description: description, state }));
}

/** Answers a request that can be answered. */
function withRequest(call: LatticeCall, use: (request: AuthorizationRequest) => Answer): Answer {
  const read = readRequest(call.query, new URL(call.baseUrl).origin);
  if ('fatal' in read) return errorPage(read.fatal);
  return 'rejection' in read ? sendBack(read.rejection) : use(read.request);
}

/** What the admin has chosen; without a choice everything that was asked for. */
function chosen(form: FormData, { scopes }: AuthorizationRequest): string[] {
  const given = form.getAll('grant_scope');
  return scopes.filter((scope) => given.length === 0 || given.includes(scope));
}

async function decide(call: LatticeCall): Promise<Answer> {
  const form = call.body.length === 0 ? new FormData() : await call.form();
  return withRequest(call, (request) => {
    const { redirectUri, state, client, challenge, method, nonce } = request;
    if (form.get('decision') !== 'allow')
      return sendBack({
        redirectUri,
        state,
        error: 'access_denied',
        description: 'The resource owner denied the request.',
      });
    const { grants, adminId } = call.state;
    const scopes = chosen(form, request);
    const grant: Grant = { clientId: client.id, userId: adminId, scopes, isRevoked: false };
    const code = grants.addCode({ grant, redirectUri, challenge, method, nonce }, call.now);
    return redirect(303, withParameters(redirectUri, { code, scope: scopes.join(' '), state }));
  });
}

/** Where a browser begins: the consent page, and what becomes of its form. */
export const AUTHORIZE_ENDPOINTS: readonly LatticeEndpoint[] = [
  {
    method: 'GET',
    path: '/oauth2/auth',
    summary: 'OAuth 2.0: consent page',
    handle: (call) =>
      withRequest(call, (request) => {
        const admin = call.state.database.table('users').get(call.state.adminId);
        return consentPage(request, admin?.name ?? 'an admin');
      }),
  },
  { method: 'POST', path: '/oauth2/auth', summary: 'OAuth 2.0: answer of the consent page', handle: decide },
];
