import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refreshCredentials, routeDelivery } from '../../../src/engine/index.ts';
import { type Asked, startProvider, type Told } from '../../support/mock-provider.ts';
import { localTransport } from '../../support/node-transport.ts';
import { fixture, run } from './world.ts';

const xml = (text: string, status = 200): Told => ({ status, text, headers: { 'content-type': 'text/xml' } });
const envelope = (body: string): string =>
  `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${body}</S:Body></S:Envelope>`;

describe('SOAP', () => {
  const drydock = fixture('soap');
  const credentials = { username: 'ann', password: 'pass-0001' };

  it('asks in an envelope and reads the answer', async () => {
    const answer = envelope('<d:GetHullResponse xmlns:d="urn:d"><d:Number>7</d:Number></d:GetHullResponse>');
    const { result, asked } = await run(drydock, 'get_hull', {
      routes: { 'POST /HullService': xml(answer) },
      inputs: { path: { number: '7' } },
      credentials,
    });
    expect(result).toEqual({ successful: true, statusCode: 200, data: { Number: 7 } });
    const sent = asked[0]?.body.toString() ?? '';
    expect(asked[0]?.headers['soapaction']).toBe('urn:drydock:hulls#GetHull');
    expect(sent).toContain('<dd:GetHull><dd:Number>7</dd:Number><dd:Filter></dd:Filter></dd:GetHull>');
    expect(sent).toContain('<wsse:Username>ann</wsse:Username>');
  });

  it('lets rules about the status speak before the fault', async () => {
    const fault = envelope('<S:Fault><faultstring>E-17</faultstring></S:Fault>');
    const { result } = await run(drydock, 'get_hull', {
      routes: { 'POST /HullService': xml(fault, 500) },
      inputs: { path: { number: '7' } },
      credentials,
    });
    expect(result).toMatchObject({ successful: false, statusCode: 404, message: 'No such hull' });
  });

  it('walks pages', async () => {
    const routes = {
      'POST /HullService': ({ body }: Asked): Told => {
        const page = /<dd:Page>(\d*)<\/dd:Page>/.exec(body.toString())?.[1];
        return xml(
          envelope(
            page === ''
              ? '<r:ListHullsResponse xmlns:r="urn:r"><r:Hull><r:N>1</r:N></r:Hull><r:Hull><r:N>2</r:N></r:Hull><r:Next>2</r:Next></r:ListHullsResponse>'
              : '<r:ListHullsResponse xmlns:r="urn:r"><r:Hull><r:N>3</r:N></r:Hull></r:ListHullsResponse>',
          ),
        );
      },
    };
    const { result, asked } = await run(drydock, 'list_hulls', { routes, credentials });
    expect(result.data).toEqual([{ N: 1 }, { N: 2 }, { N: 3 }]);
    expect(asked).toHaveLength(2);
  });
});

describe('pages', () => {
  const longshore = fixture('paging');
  const credentials = { token: 'tok-000001' };
  const crates = [1, 2, 3, 4, 5].map((id) => ({ id }));
  const list = (actionId: string, routes: Parameters<typeof run>[2]['routes']) =>
    run(longshore, actionId, { routes, credentials });

  it('named in the body, keyed by id, the token handed to the caller', async () => {
    const { result } = await list('list_by_cursor', {
      'GET /crates': ({ query }) => {
        const from = Number(query.get('cursor') ?? 0);
        return { json: { data: { crates: crates.slice(from, from + 2), more: from + 2 < 5, next: String(from + 2) } } };
      },
    });
    expect(result.data).toEqual(crates);
    expect(result).not.toHaveProperty('next');
  });

  it('named in a header', async () => {
    const { result } = await list('list_by_header', {
      'GET /crates': ({ query }) => {
        const from = Number(query.get('after') ?? 0);
        const next = from + 2 < 5 ? { 'X-Next-Page': String(from + 2) } : {};
        return { json: { crates: crates.slice(from, from + 2) }, headers: next as Record<string, string> };
      },
    });
    expect(result).toMatchObject({ data: crates, next: null });
  });

  it('counted by record, in the body', async () => {
    const { result, asked } = await list('list_by_offset', {
      'POST /crates/search': ({ json }) => {
        const { offset } = json as { offset: number };
        return { json: { crates: crates.slice(offset, offset + 2) } };
      },
    });
    expect(result.data).toEqual(crates);
    expect(asked.map(({ json }) => json)).toEqual([0, 2, 4, 5].map((offset) => ({ limit: 100, offset })));
  });

  it('counted by page, from zero', async () => {
    const { result } = await list('list_by_page', {
      'GET /crates': ({ query }) => {
        const page = Number(query.get('page'));
        return { json: { crates: crates.slice(page * 2, page * 2 + 2) } };
      },
    });
    expect(result.data).toEqual(crates);
  });

  it('walked by the caller', async () => {
    const { result, asked } = await run(longshore, 'list_one_page', {
      routes: { 'GET /crates': { json: { crates: [1], next: 'n2' } } },
      credentials,
      inputs: { query: { page_size: 1, next: 'n1' } },
    });
    expect(result).toMatchObject({ data: [1], next: 'n2' });
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({ 'page[size]': '1', 'page[after]': 'n1' });
  });
});

describe('the flow of steps', () => {
  const pilotage = fixture('flow');
  const credentials = { host: 'tugs.example', apiKey: 'key-000001' };
  const ships = { body: { ships: ['a/1', 'b'] } };
  const routes = {
    'GET tugs.example/tugs': { json: [{ id: 't1' }] },
    'POST /ships/a%2F1/tow': { json: {} },
    'POST /ships/b/tow': { json: {} },
    'GET /ships/a%2F1': { json: {} },
    'GET /ships/b': { json: {} },
  };

  it('goes through items twice, with the key in every query and every id in its place', async () => {
    const { result, asked } = await run(pilotage, 'tow_all', { routes, credentials, inputs: ships });
    expect(result).toMatchObject({
      successful: true,
      message: 'Done',
      data: [
        { ship: 'a/1', index: 0 },
        { ship: 'b', index: 1 },
      ],
    });
    expect(asked.every(({ query }) => query.get('api_key') === 'key-000001')).toBe(true);
    expect(asked[1]?.json).toEqual({ tug: 't1' });
  });

  it('goes on without what may be missing', async () => {
    const { result, asked } = await run(pilotage, 'tow_all', {
      routes: { ...routes, 'GET tugs.example/tugs': { status: 500, json: {} } },
      credentials,
      inputs: ships,
    });
    expect(result.successful).toBe(true);
    expect(asked[1]?.body.byteLength).toBe(0);
  });

  it('leaves out what is not wanted', async () => {
    const { result, asked } = await run(pilotage, 'tow_all', {
      routes,
      credentials,
      inputs: { ...ships, query: { dry_run: 'true' } },
    });
    expect(result.message).toBe('Nothing was moved');
    expect(asked.some(({ method }) => method === 'POST')).toBe(false);
  });
});

describe('grouping and both versions of mapping', () => {
  const shipwright = fixture('mapping');

  it('join by key and map', async () => {
    const routes = {
      'GET /crew': {
        json: {
          items: [{ id: 'c1', signedOn: '2020-01-02', active: 'false', gender: 'f', city: 'Brest', country: 'FRA' }],
        },
      },
      'GET /ships': { json: { items: [{ crewId: 'c1', name: 'Mouette' }] } },
    };
    const { result } = await run(shipwright, 'list_crew', { routes });
    expect(result.data).toMatchObject([
      {
        id: 'c1',
        hire_date: '2020-01-02T00:00:00.000Z',
        active: false,
        currency: 'EUR',
        gender: { value: 'female', source_value: 'f' },
        home: { city: 'Brest', country: { value: 'FRA', source_value: 'FRA' } },
        raw: { id: 'c1' },
        unified_custom_fields: { ship: 'Mouette' },
      },
    ]);
  });

  it('map the result of the action', async () => {
    const { result } = await run(shipwright, 'get_ship', {
      routes: { 'GET /ships/s1': { json: { name: 'Mouette', tons: '120' } } },
      inputs: { path: { id: 's1' } },
    });
    expect(result.data).toMatchObject({ name: 'Mouette', tons: 120 });
  });
});

describe('files', () => {
  const chartroom = fixture('files');
  const credentials = { token: 'tok-000001', certificate: '-----BEGIN X', certificateKey: '-----BEGIN Y' };
  const file = { file: { name: 'a.pdf', content: Buffer.from('%PDF').toString('base64') } };

  it('go up as a form and as bytes', async () => {
    const form = await run(chartroom, 'upload_chart', {
      routes: { 'POST upload.chartroom.example/charts': { json: { chart: { id: 1 } } } },
      credentials,
      inputs: { body: file },
    });
    expect(form.result.data).toEqual({ id: 1 });
    expect(form.asked[0]?.body.toString()).toContain('{"source":"import"}');
    const bytes = await run(chartroom, 'upload_bytes', {
      routes: { 'PUT /charts/raw': { status: 413, json: {} } },
      credentials,
      inputs: { body: file },
    });
    expect(bytes.asked[0]?.body.toString()).toBe('%PDF');
    expect(bytes.result).toMatchObject({ successful: false, statusCode: 400, message: 'The chart is too large' });
  });

  it('come down through a link and its redirects, without credentials', async () => {
    const { result, asked } = await run(chartroom, 'download_chart', {
      routes: {
        'GET /charts/c1/download': {
          json: { href: 'https://cdn.chartroom.example/1', name: 'c.pdf', type: 'application/pdf' },
        },
        'GET cdn.chartroom.example/1': { status: 302, headers: { location: '/2' } },
        'GET cdn.chartroom.example/2': {
          bytes: Buffer.from('%PDF'),
          headers: { 'content-type': 'binary/octet-stream' },
        },
      },
      credentials,
      inputs: { path: { id: 'c1' } },
    });
    expect(result.data).toBe(Buffer.from('%PDF').toString('base64'));
    expect(asked.map(({ path, query }) => [path, query.get('token')])).toEqual([
      ['/charts/c1/download', 'tok-000001'],
      ['/1', null],
      ['/2', null],
    ]);
  });
});

describe('tokens', () => {
  it('are bought with client credentials, with a SAML assertion, and signed here', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const provider = await startProvider({
      'POST login.customs.example/token': { json: { access_token: 'at-1', expires_in: '60' } },
      'POST customs.example/oauth/token': { json: { access_token: 'at-2' } },
    });
    try {
      const transport = localTransport(provider.port);
      const [client, certificate] = fixture('oauth').authentication.filter(
        ({ environment }) => environment.key === 'production',
      );
      const signer = fixture('signing').authentication.find(({ key }) => key === 'jwt');
      if (client === undefined || certificate === undefined || signer === undefined) throw new Error('no method');
      const parts = { transport, apiHostUri: 'https://hub.example' };
      const known = { clientId: 'c', clientSecret: 'secret-0001', apiServer: 'https://customs.example' };
      expect(await refreshCredentials(client, { ...parts, credentials: known })).toMatchObject({
        ok: true,
        credentials: { accessToken: 'at-1', expiresIn: 60 },
      });
      const saml = { apiServer: 'https://customs.example', privateKey: pem, apiKey: 'k', user: 'ann' };
      expect(await refreshCredentials(certificate, { ...parts, credentials: saml })).toMatchObject({
        ok: true,
        credentials: { accessToken: 'at-2', expiresIn: 3_600 },
      });
      expect(await refreshCredentials(signer, { ...parts, credentials: { privateKey: pem } })).toMatchObject({
        ok: true,
        credentials: { expiresIn: 600 },
      });
      expect(new URLSearchParams(provider.asked[1]?.body.toString()).get('assertion')).toMatch(/^[A-Za-z0-9+/]+=*$/);
    } finally {
      await provider.close();
    }
  });
});

describe('connectors that other tests load', () => {
  it.each(['agents', 'events', 'every-key', 'merged', 'refs-at-root', 'refs-listed', 'refs-repeated'])(
    'compile: %s',
    (name) => {
      const connector = fixture(name);
      for (const action of connector.actions.values()) {
        expect(action.inputSchema['type']).toBe('object');
        expect(typeof action.validateInputs({}).ok).toBe('boolean');
      }
      const delivery = { body: {}, headers: {}, query: {}, path: '/', method: 'POST' };
      expect(typeof routeDelivery(connector, delivery).ok).toBe('boolean');
    },
  );
});
