import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import { readPem } from '../http/call.ts';
import { engineFailure, succeeded } from '../outcome.ts';
import { type Fields, isRecord, setOwn } from '../records.ts';

const HASHES: Readonly<Record<string, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' };
const TIME_CLAIMS: ReadonlySet<string> = new Set(['iat', 'exp', 'nbf']);
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const FINGERPRINT = '{publicKeyFingerprint}';

function privateKeyFrom(text: unknown): KeyObject {
  if (typeof text !== 'string' || text === '') throw engineFailure('sign_jwt needs a privateKey.');
  try {
    // Keys stored on one line carry the two characters \n in place of line breaks.
    return createPrivateKey(readPem(text.replaceAll('\\n', '\n')));
  } catch {
    // What the crypto library says could repeat parts of the key.
    throw engineFailure('The privateKey of sign_jwt is not a private key in PEM.');
  }
}

/** SHA-256 of the public key, the way providers show it beside an uploaded key: `SHA256:<base64>`. */
const fingerprintOf = (key: KeyObject): string =>
  `SHA256:${createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('base64')}`;

/** Seconds since 1970 for `now`, `now+10s`, `now+5m`, `now+1h` or a number. */
function timeClaim(name: string, value: unknown, now: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.floor(value);
  const text = typeof value === 'string' ? value.trim() : '';
  const [, amount, unit] = /^now(?:\s*\+\s*(\d{1,9})([smh]))?$/.exec(text) ?? [];
  if (/^now\b/.test(text) && (text === 'now' || amount !== undefined)) {
    return Math.floor(now / 1000) + Number(amount ?? 0) * (SECONDS[unit ?? 's'] ?? 1);
  }
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw engineFailure(
    `The claim ${name} of sign_jwt must be a number of seconds, "now", or "now+" with a time like 10s, 5m or 1h.`,
  );
}

function fillFingerprint(value: unknown, fingerprint: string, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll(FINGERPRINT, fingerprint);
  if (depth > 32) return value;
  if (Array.isArray(value)) return value.map((item) => fillFingerprint(item, fingerprint, depth + 1));
  if (!isRecord(value)) return value;
  const filled: Fields = {};
  for (const name of Object.keys(value)) setOwn(filled, name, fillFingerprint(value[name], fingerprint, depth + 1));
  return filled;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** The `sign_jwt` step function: output `{token, expiresIn, publicKeyFingerprint}`, `expiresIn` in seconds. */
export function compileSignJwt(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const [algorithmValue, keyValue] = [
    parameter(parameters['algorithm'], scope),
    parameter(parameters['privateKey'], scope),
  ];
  const [claimsValue, headerValue] = [parameter(parameters['claims'], scope), parameter(parameters['header'], scope)];
  return async ({ block, clock }) => {
    const algorithm = String(algorithmValue.get(block) ?? 'RS256');
    const hash = Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined;
    if (hash === undefined) throw engineFailure(`sign_jwt knows RS256, RS384 and RS512, not "${algorithm}".`);
    const key = privateKeyFrom(keyValue.get(block));
    if (key.asymmetricKeyType !== 'rsa') throw engineFailure('The privateKey of sign_jwt must be an RSA key.');
    const publicKeyFingerprint = fingerprintOf(key);
    const given = claimsValue.get(block);
    const claims = fillFingerprint(isRecord(given) ? given : {}, publicKeyFingerprint) as Fields;
    for (const name of ['iat', 'exp']) {
      if (claims[name] === undefined || claims[name] === null) throw engineFailure(`sign_jwt needs the claim ${name}.`);
    }
    for (const name of TIME_CLAIMS) {
      if (claims[name] !== undefined && claims[name] !== null)
        claims[name] = timeClaim(name, claims[name], clock.now());
    }
    const more = headerValue.get(block);
    const header = {
      ...(isRecord(more) ? (fillFingerprint(more, publicKeyFingerprint) as Fields) : {}),
      alg: algorithm,
      typ: 'JWT',
    };
    const content = `${encode(header)}.${encode(claims)}`;
    const token = `${content}.${sign(hash, Buffer.from(content), key).toString('base64url')}`;
    return succeeded({ token, expiresIn: Number(claims['exp']) - Number(claims['iat']), publicKeyFingerprint });
  };
}
