import { createHash, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Compat } from '../compile/scope.ts';
import { compileValue, type Scope } from '../compile/value.ts';
import { engineFailure } from '../execute/outcome.ts';
import { isMissing, isRecord } from '../execute/records.ts';

const ASSERTION_NS = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SIGNATURE_NS = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const DEFAULT_LIFETIME_S = 600;
// Clocks differ; an assertion must not look as if it came from the future.
const BACKDATE_MS = 60_000;

/** What a SAML 2.0 assertion says. */
export interface SamlClaims {
  readonly privateKey: KeyObject;
  readonly clientId: string;
  readonly issuer: string;
  readonly nameId: string;
  readonly nameIdentifierFormat: string;
  readonly audience?: string | undefined;
  readonly tokenEndpoint?: string | undefined;
  /** Base64 of the certificate, without its header lines. */
  readonly certificate?: string | undefined;
  readonly lifetimeSeconds: number;
}

/** Text and attribute values in the form canonical XML writes them, so that what is signed is what is sent. */
const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
const attribute = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');

const instant = (ms: number): string => new Date(ms).toISOString();

/** Start of the assertion up to where its signature goes, and the rest. Already in canonical form. */
function assertionParts(claims: SamlClaims, id: string, now: number): readonly [string, string] {
  const [from, until] = [instant(now - BACKDATE_MS), instant(now + claims.lifetimeSeconds * 1000)];
  const recipient = claims.tokenEndpoint === undefined ? '' : ` Recipient="${attribute(claims.tokenEndpoint)}"`;
  const audience =
    claims.audience === undefined
      ? ''
      : `<AudienceRestriction><Audience>${text(claims.audience)}</Audience></AudienceRestriction>`;
  const head =
    `<Assertion xmlns="${ASSERTION_NS}" ID="${id}" IssueInstant="${instant(now)}" Version="2.0">` +
    `<Issuer>${text(claims.issuer)}</Issuer>`;
  const tail =
    `<Subject><NameID Format="${attribute(claims.nameIdentifierFormat)}">${text(claims.nameId)}</NameID>` +
    '<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<SubjectConfirmationData NotOnOrAfter="${until}"${recipient}></SubjectConfirmationData></SubjectConfirmation></Subject>` +
    `<Conditions NotBefore="${from}" NotOnOrAfter="${until}">${audience}</Conditions>` +
    `<AuthnStatement AuthnInstant="${instant(now)}" SessionIndex="${id}"><AuthnContext>` +
    '<AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</AuthnContextClassRef>' +
    '</AuthnContext></AuthnStatement>' +
    `<AttributeStatement><Attribute Name="api_key"><AttributeValue>${text(claims.clientId)}</AttributeValue></Attribute>` +
    '</AttributeStatement></Assertion>';
  return [head, tail];
}

/** `SignedInfo` in canonical form; inside `Signature` it may go without its own namespace. */
const signedInfo = (id: string, digest: string, namespace: string): string =>
  `<SignedInfo${namespace}><CanonicalizationMethod Algorithm="${EXCLUSIVE}"></CanonicalizationMethod>` +
  '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>' +
  `<Reference URI="#${id}"><Transforms>` +
  `<Transform Algorithm="${SIGNATURE_NS}enveloped-signature"></Transform>` +
  `<Transform Algorithm="${EXCLUSIVE}"></Transform></Transforms>` +
  '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>' +
  `<DigestValue>${digest}</DigestValue></Reference></SignedInfo>`;

/**
 * A signed SAML 2.0 bearer assertion (enveloped signature, exclusive canonical XML, RSA-SHA256).
 * @param now milliseconds since 1970
 */
export function samlAssertion(claims: SamlClaims, now: number): string {
  const id = `_${randomUUID()}`;
  const [head, tail] = assertionParts(claims, id, now);
  const digest = createHash('sha256')
    .update(head + tail)
    .digest('base64');
  const toSign = signedInfo(id, digest, ` xmlns="${SIGNATURE_NS}"`);
  const signature = sign('sha256', Buffer.from(toSign, 'utf8'), claims.privateKey).toString('base64');
  const keyInfo =
    claims.certificate === undefined
      ? ''
      : `<KeyInfo><X509Data><X509Certificate>${text(claims.certificate)}</X509Certificate></X509Data></KeyInfo>`;
  return (
    `${head}<Signature xmlns="${SIGNATURE_NS}">${signedInfo(id, digest, '')}` +
    `<SignatureValue>${signature}</SignatureValue>${keyInfo}</Signature>${tail}`
  );
}

/** The key of a `saml` block: PEM, or Base64 of `<body of a PKCS #8 key>###<anything>`. */
function privateKeyFrom(value: unknown): KeyObject {
  if (typeof value !== 'string' || value === '') throw engineFailure('saml.key has no value.');
  try {
    if (value.includes('-----BEGIN')) return createPrivateKey(value);
    const [body = ''] = Buffer.from(value, 'base64').toString('utf8').split('###', 1);
    return createPrivateKey(
      body.includes('-----BEGIN') ? body : { key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' },
    );
  } catch {
    // What the crypto library says could repeat parts of the key.
    throw engineFailure('saml.key is not a private key.');
  }
}

const certificateBody = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '');

/** Yields the body member that carries the assertion. */
export type SamlBody = (scope: Scope, now: number) => { readonly name: string; readonly assertion: string };

/** Compiles a `saml` block: an assertion in Base64 for the body member `objectKey`. */
export function compileSaml(source: unknown, compat: Compat): SamlBody | undefined {
  if (!isRecord(source)) return undefined;
  const block = compileValue(source, { compat });
  return (scope, now) => {
    const given = block.get(scope) as Readonly<Record<string, unknown>>;
    const optional = (name: string): string | undefined => (isMissing(given[name]) ? undefined : String(given[name]));
    const required = (name: string): string => {
      const found = optional(name);
      if (found === undefined) throw engineFailure(`saml.${name} has no value.`);
      return found;
    };
    const clientId = required('clientId');
    const certificate = optional('cert');
    const lifetime = Number(given['lifetime'] ?? DEFAULT_LIFETIME_S);
    const assertion = samlAssertion(
      {
        privateKey: privateKeyFrom(given['key']),
        clientId,
        issuer: optional('issuer') ?? clientId,
        nameId: optional('nameId') ?? clientId,
        nameIdentifierFormat: optional('nameIdentifierFormat') ?? UNSPECIFIED,
        audience: optional('audience'),
        tokenEndpoint: optional('tokenEndpoint'),
        certificate: certificate === undefined ? undefined : certificateBody(certificate),
        lifetimeSeconds: lifetime > 0 ? lifetime : DEFAULT_LIFETIME_S,
      },
      now,
    );
    return { name: required('objectKey'), assertion: Buffer.from(assertion, 'utf8').toString('base64') };
  };
}
