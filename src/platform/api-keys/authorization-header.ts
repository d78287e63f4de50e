import { fail } from '../../kernel/index.ts';

const KEY = /^[A-Za-z0-9._-]{1,512}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/**
 * The API key inside an Authorization header. Accepted: `Basic base64(key:)`, with any password, and base64 of the
 * bare key, all of which published clients send; `Bearer key` only where `bearer` is set.
 * @throws PatchbayError `api_key_missing`, `api_key_malformed`
 */
export function readApiKey(header: string | undefined, bearer: boolean): string {
  if (header === undefined || header.trim() === '') throw fail('api_key_missing');
  const [scheme = '', value = '', ...more] = header.trim().split(/ +/);
  const name = scheme.toLowerCase();
  if (more.length > 0 || value === '') throw fail('api_key_malformed');
  if (name === 'bearer' && bearer && KEY.test(value)) return value;
  if (name !== 'basic' || !BASE64.test(value)) throw fail('api_key_malformed');
  const [key = ''] = Buffer.from(value, 'base64').toString('latin1').split(':', 1);
  if (!KEY.test(key)) throw fail('api_key_malformed');
  return key;
}
