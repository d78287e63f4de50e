import { describe, expect, it } from 'vitest';
import { fail } from '../../../kernel/index.ts';
import type { Provider } from '../testing/harness.ts';
import { outputOf, play, step } from '../testing/harness.ts';

const ask = (provider: Provider, parameters: Record<string, unknown> = {}, more = {}) =>
  play({ steps: [step('s', 'request', { url: '/x', method: 'get', ...parameters })], provider, ...more });

describe('failed answers', () => {
  it('tell status, the words of the provider, its body and headers', async () => {
    const { result, steps } = await ask({
      status: 404,
      json: { message: 'No such person' },
      headers: { 'x-request-id': 'r1' },
    });
    expect(result).toEqual({
      successful: false,
      statusCode: 404,
      message: 'No such person',
      failure: {
        stepId: 's',
        kind: 'provider',
        message: 'No such person',
        provider: {
          status: 404,
          url: 'https://api.demo.example/x',
          body: { message: 'No such person' },
          headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
        },
      },
    });
    expect(steps['s']).toMatchObject({
      successful: false,
      message: 'No such person',
      output: { statusCode: 404, message: 'No such person', data: { message: 'No such person' }, raw: { status: 404 } },
    });
  });

  it.each<[string, unknown, string]>([
    ['message', { message: 'a', error: { message: 'b' } }, 'a'],
    ['error.message', { error: { message: 'b' } }, 'b'],
    ['error as text', { error: 'c' }, 'c'],
    ['error_description', { error_description: 'd' }, 'd'],
    ['the first of a list', [{ message: 'e' }], 'e'],
    ['a bare text', 'Sorry, no', 'Sorry, no'],
    ['detail', { detail: 'Invalid token.' }, 'Invalid token.'],
    ['the first of errors', { errors: [{ detail: 'f' }] }, 'f'],
    ['title', { title: 'Forbidden' }, 'Forbidden'],
    ['nothing', { code: 7 }, 'HTTP error: 400'],
  ])('take their message from %s', async (_place, body, message) => {
    const provider = typeof body === 'string' ? { status: 400, text: body } : { status: 400, json: body };
    expect((await ask(provider)).result.message).toBe(message);
  });

  it('take the title of a web page as message', async () => {
    const text = '<!DOCTYPE html><html><head><title>An Error Occurred:\n Unauthorized</title></head></html>';
    const { result } = await ask({ status: 401, text, headers: { 'content-type': 'text/html; charset=UTF-8' } });
    expect(result).toMatchObject({ statusCode: 401, message: 'An Error Occurred: Unauthorized' });
  });

  it('never repeat credentials, in no form', async () => {
    const secret = 's3cr3t/key+0001';
    const encoded = Buffer.from(secret).toString('base64');
    const { result } = await play({
      steps: [
        step('s', 'request', {
          url: '/x?token=${credentials.apiKey}',
          method: 'get',
          authorization: { type: 'bearer', token: '$.credentials.apiKey' },
        }),
      ],
      credentials: { apiKey: secret },
      provider: {
        status: 401,
        json: { message: `bad key ${secret}`, sent: [encoded, encodeURIComponent(secret)] },
        headers: { 'x-echo': secret, 'set-cookie': 'a=1' },
      },
    });
    const shown = JSON.stringify({ ...result, failure: { ...result.failure, cause: undefined } });
    for (const form of [secret, encoded, encodeURIComponent(secret)]) expect(shown).not.toContain(form);
    expect(result.message).toBe('bad key [redacted]');
  });

  it('are of kind transport when there is no answer, with the status of the reason', async () => {
    const { result, exchanges } = await ask(() => {
      throw fail('provider_unreachable', { connector: 'Demo', reason: 'connection refused.' });
    });
    expect(result).toMatchObject({
      successful: false,
      statusCode: 502,
      failure: { kind: 'transport', stepId: 's', message: 'Demo could not be reached: connection refused.' },
    });
    expect(exchanges[0]).toMatchObject({ stepId: 's', error: 'Demo could not be reached: connection refused.' });
    expect(exchanges[0]).not.toHaveProperty('response');
  });

  it('have status 500 without an answer where the published behaviour is asked for', async () => {
    const { result } = await ask(
      () => {
        throw fail('provider_unreachable', { connector: 'Demo', reason: 'refused.' });
      },
      {},
      { run: { compat: 'published' } },
    );
    expect(result.statusCode).toBe(500);
  });

  it('say that time ran out when the signal fired', async () => {
    const controller = new AbortController();
    const { result } = await ask(
      () => {
        controller.abort(new Error('deadline'));
        throw new Error('aborted');
      },
      {},
      { run: { signal: controller.signal } },
    );
    expect(result.failure).toMatchObject({ kind: 'transport', cause: { code: 'provider_timed_out' } });
    expect(result.statusCode).toBe(408);
  });

  it('pass on an error of the table that the signal carries', async () => {
    const reason = fail('shutting_down');
    const { result } = await ask(
      () => {
        throw new Error('aborted');
      },
      {},
      { run: { signal: AbortSignal.abort(reason) } },
    );
    expect(result.failure?.cause).toBe(reason);
  });
});

describe('answers that cannot be read', () => {
  const page = { text: '<html><body>Maintenance</body></html>', headers: { 'content-type': 'text/html' } };

  it('are failures: a web page where data is expected', async () => {
    const { result } = await ask(page);
    expect(result).toMatchObject({
      successful: false,
      statusCode: 502,
      failure: { kind: 'provider', provider: { status: 200 } },
    });
    expect(result.message).toBe(
      'Demo answered with text/html where JSON was expected. The provider may be down for maintenance.',
    );
  });

  it('are failures: JSON that is none', async () => {
    const { result } = await ask({ text: '{"a":', headers: { 'content-type': 'application/json' } });
    expect(result).toMatchObject({ successful: false, message: 'Demo answered with invalid JSON.' });
  });

  it('are failures: text where the connector reads members', async () => {
    const { result } = await ask({ text: 'OK' }, { response: { dataKey: 'items' } });
    expect(result.failure?.kind).toBe('provider');
  });

  it('are failures: malformed XML', async () => {
    const { result } = await ask({ text: '<a><b></a>', headers: { 'content-type': 'application/xml' } });
    expect(result.message).toMatch(/^Demo answered with malformed XML/);
  });

  it('are data where the connector asks for a page, or for text', async () => {
    const wanted = await ask(page, { args: [{ name: 'Accept', value: 'text/html', in: 'headers' }] });
    expect(outputOf(wanted, 's')['data']).toBe('<html><body>Maintenance</body></html>');
    expect(outputOf(await ask({ text: 'a,b\n1,2' }), 's')['data']).toBe('a,b\n1,2');
  });

  it('are data where the published behaviour is asked for', async () => {
    expect((await ask(page, {}, { run: { compat: 'published' } })).result.successful).toBe(true);
  });

  it('are JSON whatever the provider calls it', async () => {
    const played = await ask({ text: ' {"a":1}', headers: { 'content-type': 'text/html' } });
    expect(outputOf(played, 's')['data']).toEqual({ a: 1 });
  });
});

describe('customErrors', () => {
  const rules = [
    { receivedStatus: 404, targetStatus: 409, condition: '{{data.code == "x"}}', message: 'first' },
    { receivedStatus: 404, targetStatus: 200, condition: '{{data.gone}}' },
    { receivedStatus: 404, targetStatus: 410, message: '{{data.why}}' },
    {
      receivedStatus: 200,
      targetStatus: 400,
      condition: '{{present(data.errors)}}',
      message: '{{data.errors[0].message}}',
    },
    { receivedStatus: 500, targetStatus: 503, condition: '{{headers["x-down"] == "1"}}' },
  ];
  const answered = (provider: Provider) => ask(provider, { customErrors: rules });

  it('the first rule whose condition is exactly true rewrites status and message', async () => {
    expect((await answered({ status: 404, json: { code: 'x' } })).result).toMatchObject({
      statusCode: 409,
      message: 'first',
    });
  });

  it('a condition that is only truthy does not hold', async () => {
    expect((await answered({ status: 404, json: { gone: 'yes', why: 'moved' } })).result).toMatchObject({
      statusCode: 410,
      message: 'moved',
    });
  });

  it('a target below 400 makes a success of a failure and keeps the body', async () => {
    const played = await answered({ status: 404, json: { gone: true } });
    expect(played.result.successful).toBe(true);
    expect(outputOf(played, 's')).toMatchObject({ statusCode: 200, message: 'OK', data: { gone: true } });
  });

  it('a target of 400 or more makes a failure of a success', async () => {
    const { result } = await answered({ json: { errors: [{ message: 'Unknown field' }] } });
    expect(result).toMatchObject({ successful: false, statusCode: 400, message: 'Unknown field' });
  });

  it('are what whoever judges the failure goes by: the status they give is the status of the answer', async () => {
    const { result } = await answered({ json: { errors: [{ message: 'Unknown field' }] } });
    expect(result.failure).toMatchObject({ kind: 'provider', provider: { status: 400 } });
  });

  it('see the headers of the answer; the default message is the phrase of the status', async () => {
    const { result } = await answered({ status: 500, json: {}, headers: { 'x-down': '1' } });
    expect(result).toMatchObject({ statusCode: 503, message: 'Service Unavailable' });
  });

  it('leave other answers alone', async () => {
    expect((await answered({ status: 403, json: { message: 'no' } })).result).toMatchObject({
      statusCode: 403,
      message: 'no',
    });
  });

  it('give way to the message of the body', async () => {
    const { result } = await answered({ status: 404, json: { code: 'x', message: 'of the body' } });
    expect(result.message).toBe('of the body');
  });
});

describe('what callers may see of a call', () => {
  it('is reported as it was, for whoever logs it', async () => {
    const { exchanges } = await ask(
      { json: { id: 1 } },
      { method: 'post', args: [{ name: 'a', value: 1, in: 'body' }] },
      { run: { clock: { now: () => 1_000 } } },
    );
    expect(exchanges).toEqual([
      {
        stepId: 's',
        startedAt: 1_000,
        endedAt: 1_000,
        request: {
          method: 'POST',
          url: 'https://api.demo.example/x',
          headers: { accept: 'application/json, text/plain, */*', 'content-type': 'application/json' },
          body: { a: 1 },
        },
        response: { status: 200, headers: { 'content-type': 'application/json' }, body: { id: 1 } },
      },
    ]);
  });

  it('is part of the result where debugging asks for it', async () => {
    expect((await ask({ json: 1 }, {}, { run: { debug: { raw: true } } })).result.raw).toMatchObject({
      status: 200,
      data: 1,
    });
    expect((await ask({ json: 1 })).result).not.toHaveProperty('raw');
  });

  it('does not fail the run when the observer throws', async () => {
    const observer = () => {
      throw new Error('log full');
    };
    const { result } = await ask({ json: 1 }, {}, { run: { onExchange: observer, onStep: observer } });
    expect(result.successful).toBe(true);
  });
});
