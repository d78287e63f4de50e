import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { outputOf, type Provider, play, step } from '../testing/harness.ts';

const credentials = { username: 'ann', password: 'p<1>-secret' };
const answer = (body: string): string =>
  `<?xml version="1.0"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>${body}</env:Body></env:Envelope>`;

const soap = (
  parameters: Record<string, unknown>,
  provider: Provider = { text: answer('<r/>'), headers: { 'content-type': 'text/xml' } },
) =>
  play({
    steps: [
      step('s', 'soap_request', {
        url: '/service',
        method: 'post',
        soapOperation: 'Get_Workers_Request',
        namespaces: [{ namespaceIdentifier: 'bsvc', namespace: 'urn:com.demo/bsvc' }],
        ...parameters,
      }),
    ],
    credentials,
    provider,
  });

const parse = (body: unknown): Record<string, Record<string, Record<string, unknown>>> =>
  new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(String(body));

describe('soap_request: the envelope', () => {
  it('holds the operation with every child in the first namespace, attributes too', async () => {
    const { requests } = await soap({
      soapAction: 'urn:get',
      useSoapContext: false,
      args: [
        {
          name: 'Reference',
          value: {
            '@_Descriptor': 'd',
            '@_xsi:type': 'x',
            ID: { '@_type': 'WID', '#text': '7' },
            'other:Name': 'n',
            Gone: null,
          },
          in: 'body',
        },
        { name: 'Left_Out', value: null, in: 'body' },
      ],
    });
    const [request] = requests;
    expect(request?.headers).toMatchObject({ 'content-type': 'application/xml', soapaction: 'urn:get' });
    expect(parse(request?.body)).toEqual({
      'soapenv:Envelope': {
        '@_xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
        '@_xmlns:bsvc': 'urn:com.demo/bsvc',
        'soapenv:Header': '',
        'soapenv:Body': {
          'bsvc:Get_Workers_Request': {
            'bsvc:Reference': {
              '@_bsvc:Descriptor': 'd',
              '@_xsi:type': 'x',
              'bsvc:ID': { '@_bsvc:type': 'WID', '#text': '7' },
              'other:Name': 'n',
            },
          },
        },
      },
    });
  });

  it('carries the user name and password unless told otherwise, hidden from logs', async () => {
    const { requests, exchanges } = await soap({});
    const header = parse(requests[0]?.body)['soapenv:Envelope']?.['soapenv:Header'];
    expect(header).toMatchObject({
      'wsse:Security': {
        '@_soapenv:mustUnderstand': '1',
        'wsse:UsernameToken': { 'wsse:Username': 'ann', 'wsse:Password': { '#text': 'p<1>-secret' } },
      },
    });
    expect(JSON.stringify(exchanges)).not.toContain('secret');
  });

  it('repeats an element for every value of its only attribute', async () => {
    const { requests } = await soap({
      useSoapContext: false,
      args: [{ name: 'Item', value: [{ '@_id': ['1', '2'] }], in: 'body' }],
    });
    expect(parse(requests[0]?.body)['soapenv:Envelope']?.['soapenv:Body']).toMatchObject({
      'bsvc:Get_Workers_Request': { 'bsvc:Item': [{ '@_bsvc:id': '1' }, { '@_bsvc:id': '2' }] },
    });
  });

  it('may be written by the author, as text or as an object', async () => {
    const text = await soap({ envelope: '<a>${credentials.username}</a>' });
    expect(text.requests[0]?.body).toBe('<a>ann</a>');
    const object = await soap({ envelope: { a: { '@_b': 'c', '#text': '$.credentials.username' } } });
    expect(object.requests[0]?.body).toBe('<a b="c">ann</a>');
  });

  it('must be well-formed and have an operation', async () => {
    for (const wrong of [{ envelope: '<a>' }, { soapOperation: '{{gone}}' }]) {
      const { result, requests } = await soap(wrong);
      expect(result.failure?.kind).toBe('engine');
      expect(requests).toEqual([]);
    }
  });
});

describe('soap_request: the answer', () => {
  const workers = answer(
    '<w:Get_Response xmlns:w="urn:w"><w:Worker w:id="1"><w:Name>Ann</w:Name></w:Worker></w:Get_Response>',
  );
  const xml = { text: workers, headers: { 'content-type': 'text/xml' } };

  it('is the content of the body without prefixes, attributes marked', async () => {
    expect(outputOf(await soap({}, xml), 's')).toMatchObject({
      data: { Get_Response: { Worker: { _id: '1', Name: 'Ann' } } },
      statusCode: 200,
    });
  });

  it('is a member at the top where the author names one', async () => {
    expect(outputOf(await soap({ response: { dataKey: 'Get_Response' } }, xml), 's')['data']).toEqual({
      Worker: { _id: '1', Name: 'Ann' },
    });
  });

  it('fails with the words of a fault, whatever its status', async () => {
    const fault = answer('<env:Fault><faultcode>x</faultcode><faultstring>No such worker</faultstring></env:Fault>');
    for (const status of [200, 500]) {
      const { result } = await soap({}, { status, text: fault, headers: { 'content-type': 'text/xml' } });
      expect(result).toMatchObject({
        successful: false,
        statusCode: 500,
        message: 'No such worker',
        failure: { kind: 'provider' },
      });
    }
  });

  it('fails when it is not well-formed, or another failure', async () => {
    expect((await soap({}, { text: '<a><b></a>', headers: { 'content-type': 'text/xml' } })).result.successful).toBe(
      false,
    );
    expect(
      (await soap({}, { status: 403, text: 'no', headers: { 'content-type': 'text/plain' } })).result,
    ).toMatchObject({ statusCode: 403 });
  });
});

describe('soap_request: other answers', () => {
  const xml = (text: string, status = 200) => ({ status, text, headers: { 'content-type': 'text/xml' } });

  it.each([
    ['<Fault><Reason><Text xml:lang="en">Denied</Text></Reason></Fault>', 'Denied'],
    ['<Fault><faultcode>x</faultcode></Fault>', 'The provider answered with a SOAP fault.'],
    ['<Fault>Just text</Fault>', 'Just text'],
  ])('name the fault: %s', async (fault, message) => {
    expect((await soap({}, xml(answer(fault)))).result.message).toBe(message);
  });

  it('may be made a success by the connector', async () => {
    const played = await soap(
      { customErrors: [{ receivedStatus: 500, targetStatus: 200 }] },
      xml(answer('<Fault><faultstring>x</faultstring></Fault>'), 500),
    );
    expect(outputOf(played, 's')).toMatchObject({
      statusCode: 200,
      message: 'OK',
      data: { Fault: { faultstring: 'x' } },
    });
  });

  it('may be empty, or no envelope at all', async () => {
    expect(outputOf(await soap({}, { status: 200 }), 's')['data']).toEqual({});
    expect(outputOf(await soap({}, xml('<Plain><a>1</a></Plain>')), 's')['data']).toEqual({ Plain: { a: 1 } });
  });

  it('never repeat the password', async () => {
    const { result } = await soap({}, xml(answer('<Fault><faultstring>bad p&lt;1&gt;-secret</faultstring></Fault>')));
    expect(result.message).toBe('bad [redacted]');
    expect(JSON.stringify(result)).not.toContain('-secret');
  });
});

describe('soap_paginated_request', () => {
  const pages: Provider = ({ body }) => {
    const page = Number(/<(?:d:)?page>(\d+)</.exec(String(body))?.[1] ?? 1);
    const records = page === 1 ? '<i><n>1</n></i><i><n>2</n></i>' : '<i><n>3</n></i>';
    const next = page === 1 ? '<next>2</next>' : '';
    return { text: answer(`<r>${records}${next}</r>`), headers: { 'content-type': 'application/xml' } };
  };
  const parameters = {
    url: '/service',
    method: 'post',
    envelope: '<q><page>${pageIterator ?? 1}</page></q>',
    response: { dataKey: 'r.i', nextKey: 'r.next' },
    iterator: { key: 'page', in: 'body' },
  };

  it('evaluates the envelope for every page; a lone record counts as a list', async () => {
    const played = await play({
      steps: [step('s', 'soap_paginated_request', parameters)],
      credentials,
      provider: pages,
    });
    expect(outputOf(played, 's')).toMatchObject({ data: [{ n: 1 }, { n: 2 }, { n: 3 }], statusCode: 200 });
    expect(played.requests.map(({ body }) => body)).toEqual(['<q><page>1</page></q>', '<q><page>2</page></q>']);
    expect(played.result.next).toBeNull();
  });

  it('goes on within a page', async () => {
    const first = await play({
      steps: [step('s', 'soap_paginated_request', parameters)],
      credentials,
      provider: pages,
      inputs: { page_size: 1 },
    });
    const rest = await play({
      steps: [step('s', 'soap_paginated_request', parameters)],
      credentials,
      provider: pages,
      inputs: { cursor: first.result.next },
    });
    expect([first.result.data, rest.result.data]).toEqual([[{ n: 1 }], [{ n: 2 }, { n: 3 }]]);
  });

  it('keys records, starts where the author says, and sends the token as an argument', async () => {
    const played = await play({
      steps: [
        step('s', 'soap_paginated_request', {
          ...parameters,
          envelope: undefined,
          soapOperation: 'List',
          namespaces: [{ namespaceIdentifier: 'd', namespace: 'urn:d' }],
          useSoapContext: false,
          response: { ...parameters.response, indexField: 'n' },
          cursor: { token: '2', position: 0 },
        }),
      ],
      credentials,
      provider: pages,
    });
    expect(outputOf(played, 's')['data']).toEqual({ 3: { n: 3 } });
    expect(String(played.requests[0]?.body)).toContain('<d:List><d:page>2</d:page></d:List>');
  });

  it('fails as a whole when a page fails', async () => {
    const { result } = await play({
      steps: [step('s', 'soap_paginated_request', parameters)],
      credentials,
      provider: {
        text: answer('<Fault><faultstring>down</faultstring></Fault>'),
        headers: { 'content-type': 'text/xml' },
      },
    });
    expect(result).toMatchObject({ successful: false, message: 'down' });
  });
});
