import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { play, step } from '../execute/testing/harness.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
const key = Buffer.from(`${der}###certificate`).toString('base64');
const now = Date.UTC(2026, 0, 2);

const exchange = (saml: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  play({
    steps: [
      step('s', 'request', {
        url: '/oauth/token',
        method: 'post',
        saml: { objectKey: 'assertion', key: '$.credentials.key', clientId: '$.credentials.clientId', ...saml },
        args: [
          { name: 'content-type', value: 'application/x-www-form-urlencoded', in: 'headers' },
          { name: 'grant_type', value: 'urn:saml2-bearer', in: 'body' },
        ],
        ...more,
      }),
    ],
    credentials: { key, clientId: 'client-<1>' },
    run: { clock: { now: () => now } },
  });

const assertionOf = (body: unknown): string =>
  Buffer.from(new URLSearchParams(String(body)).get('assertion') ?? '', 'base64').toString('utf8');

describe('a SAML assertion', () => {
  it('is signed so that digest and signature verify over canonical XML', async () => {
    const { requests } = await exchange({
      issuer: 'me',
      nameId: 'ann & bo',
      audience: 'them',
      tokenEndpoint: 'https://them.example/token?a=1&b=2',
    });
    const text = assertionOf(requests[0]?.body);
    const signature = /<Signature .*<\/Signature>/s.exec(text)?.[0] ?? '';
    const digest = createHash('sha256').update(text.replace(signature, '')).digest('base64');
    expect(signature).toContain(`<DigestValue>${digest}</DigestValue>`);
    const info = (/<SignedInfo>.*<\/SignedInfo>/s.exec(signature)?.[0] ?? '').replace(
      '<SignedInfo>',
      '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">',
    );
    const value = Buffer.from(/<SignatureValue>([^<]+)/.exec(signature)?.[1] ?? '', 'base64');
    expect(verify('sha256', Buffer.from(info), createPublicKey(privateKey), value)).toBe(true);
  });

  it('says who it is about, to whom, and for how long', async () => {
    const { requests } = await exchange({ issuer: 'me', nameId: 'ann & bo', audience: 'them', lifetime: 300 });
    const { Assertion: assertion } = new XMLParser({ ignoreAttributes: false }).parse(assertionOf(requests[0]?.body));
    expect(assertion).toMatchObject({
      '@_IssueInstant': '2026-01-02T00:00:00.000Z',
      Issuer: 'me',
      Subject: { NameID: { '#text': 'ann & bo' } },
      Conditions: { '@_NotOnOrAfter': '2026-01-02T00:05:00.000Z', AudienceRestriction: { Audience: 'them' } },
      AttributeStatement: { Attribute: { '@_Name': 'api_key', AttributeValue: 'client-<1>' } },
    });
  });

  it('stands beside the other members of the body', async () => {
    const { requests } = await exchange({});
    expect(new URLSearchParams(String(requests[0]?.body)).get('grant_type')).toBe('urn:saml2-bearer');
  });

  it('cannot stand in a body that is sent as it is', async () => {
    const { result } = await exchange({}, { args: [{ name: 'raw', value: 'x', in: 'body', inline: true }] });
    expect(result.failure?.kind).toBe('engine');
  });

  it('fails without repeating a key that is none', async () => {
    const { result } = await exchange({ key: 'not-a-private-key' });
    expect(result.message).toBe('saml.key is not a private key.');
  });
});
