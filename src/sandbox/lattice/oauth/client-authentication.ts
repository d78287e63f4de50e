import type { LatticeCall } from '../state.ts';
import { type Client, clientOf } from './clients.ts';
import { invalidClient, invalidRequest } from './errors.ts';

/** Members of the form, each once. */
export type Form = Readonly<Record<string, string>>;

/** The form of a request to a token endpoint. @throws Refusal 400 for another body, or for a repeated member */
export async function readForm(call: LatticeCall): Promise<Form> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(call.headers['content-type'] ?? ''))
    throw invalidRequest('The body must be of the type application/x-www-form-urlencoded.');
  const members = [...(await call.form())].map(([name, value]) => [name, String(value)] as const);
  if (new Set(members.map(([name]) => name)).size !== members.length)
    throw invalidRequest('A parameter is given more than once.');
  return Object.assign(Object.create(null), Object.fromEntries(members));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Id and secret in the Authorization header. */
function basicOf(call: LatticeCall): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^basic +(\S+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decode(id), secret: decode(rest.join(':')) };
}

/** The client by header or form, never both. @throws Refusal 401 when it is unknown or its secret is wrong */
export function authenticateClient(call: LatticeCall, form: Form): Client {
  const basic = basicOf(call);
  if (basic !== undefined && form['client_secret'] !== undefined)
    throw invalidRequest('The client must authenticate in one way only.');
  const { id, secret } = basic ?? { id: form['client_id'] ?? '', secret: form['client_secret'] ?? '' };
  const client = clientOf(id);
  if (client === undefined || client.secret !== secret) throw invalidClient();
  call.usedCredentials(client.credentialSet);
  return client;
}
