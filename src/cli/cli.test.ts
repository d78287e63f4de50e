import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram as patchbay } from './testing/run-program.ts';

const ECHO = `StackOne: 1.0.0
info: { title: Echo, key: echo, version: 1.2.0, description: Answers what it is asked. }
baseUrl: https://echo.example
authentication:
  - custom:
      type: custom
      label: Key
      environments: [{ key: production, name: Production }]
      authorization: { type: bearer, token: $.credentials.apiKey }
      configFields: [{ key: apiKey, label: Key, type: password, required: true, secret: true }]
actions:
  - actionId: get_item
    actionType: get
    label: Get item
    description: Returns one item.
    inputs: [{ name: id, description: Its id., type: string, in: path, required: true }]
    steps:
      - stepId: get_item
        description: Read it
        stepFunction: { functionName: request, parameters: { url: '/items/\${inputs.id}', method: get } }
    result: { data: $.steps.get_item.output.data }
`;

let root: string;
let provider: Server;
let baseUrl: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-cli-'));
  mkdirSync(join(root, 'echo'));
  writeFileSync(join(root, 'echo', 'echo.connector.s1.yaml'), ECHO);
  mkdirSync(join(root, 'broken'));
  writeFileSync(
    join(root, 'broken', 'broken.connector.s1.yaml'),
    ECHO.replace('method: get', 'method: fetch').replace('actionType: get', 'actionTyp: get'),
  );
  provider = createServer((request, response) => {
    const known = request.headers.authorization === 'Bearer right-secret-key';
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(known ? { asked: request.url, with: request.headers.authorization } : { message: 'Wrong key' }),
    );
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(() => {
  provider.close();
  rmSync(root, { recursive: true, force: true });
});

describe('patchbay validate', () => {
  it('accepts a file or a folder of a good connector', async () => {
    for (const path of [join(root, 'echo'), join(root, 'echo', 'echo.connector.s1.yaml')]) {
      expect(await patchbay('validate', path)).toMatchObject({
        code: 0,
        out: expect.stringContaining('echo 1.2.0, 1 actions'),
      });
    }
  });

  it('shows every mistake with its place and the line, and exits 1', async () => {
    const { code, out } = await patchbay('validate', join(root, 'broken'));
    expect(code).toBe(1);
    expect(out).toMatch(/broken\.connector\.s1\.yaml:\d+:\d+ error/);
    expect(out).toContain('actionTyp: get');
    expect(out).toMatch(/fetch/);
  });

  it('prints a line of JSON for each connector below a folder', async () => {
    const { code, out } = await patchbay('validate', root, '--json');
    expect(code).toBe(1);
    const reports = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(reports).toMatchObject([
      {
        file: expect.stringContaining('broken'),
        key: 'echo',
        version: '1.2.0',
        actions: 0,
        diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error', line: expect.any(Number) })]),
      },
      { file: expect.stringContaining('echo.connector.s1.yaml'), key: 'echo', version: '1.2.0', actions: 1 },
    ]);
  });

  it('gives a file that is no connector at all a report, too', async () => {
    mkdirSync(join(root, 'noise'), { recursive: true });
    for (const text of ['', '[1', 'info: 7', '&a [*a]']) {
      const file = join(root, 'noise', 'noise.connector.s1.yaml');
      writeFileSync(file, text);
      const { code, out } = await patchbay('validate', file, '--json');
      expect([code, JSON.parse(out)]).toMatchObject([1, { key: null, version: null, actions: 0 }]);
    }
    rmSync(join(root, 'noise'), { recursive: true });
  });

  it('says when there is nothing', async () => {
    expect(await patchbay('validate', join(root, 'nowhere'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('no file or folder'),
    });
  });
});

describe('patchbay eval', () => {
  it.each([
    ['$.user.name', '{"result":"Ann"}'],
    ['{{user.age + 1}}', '{"result":31}'],
    ['$.nobody', '{"undefined":true}'],
    ['{{nobody * 2}}', '{"nonFinite":"NaN"}'],
  ])('prints what %s comes to', async (expression, expected) => {
    const { out, code } = await patchbay('eval', expression, '--context', '{"user":{"name":"Ann","age":30}}');
    expect([out.trim(), code]).toEqual([expected, 0]);
  });

  it('prints the error of a broken expression and exits 1', async () => {
    const { out, code } = await patchbay('eval', '{{1 +}}');
    expect(JSON.parse(out)).toEqual({ error: expect.stringContaining('Invalid expression') });
    expect(code).toBe(1);
  });

  it('answers a batch line by line, bad lines included', async () => {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, 'patchbay.ts'), 'eval', '--batch', '-']);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin.end(
      '{"expression":"$.a","context":{"a":[1]}}\n\nnot json\n{"expression":"{{a}}","context":{"a":null}}\n{"expression":7}\n',
    );
    expect(await new Promise((done) => child.once('close', done))).toBe(0);
    const lines = Buffer.concat(chunks)
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { result: [1] },
      { error: expect.stringContaining('not valid JSON') },
      { result: null },
      { error: 'expression must be a text' },
    ]);
  });
});

describe('patchbay run', () => {
  const run = (...more: string[]) =>
    patchbay('run', '--connector', join(root, 'echo'), '--action-id', 'get_item', '--base-url', baseUrl, ...more);
  const key = (value: string) => ['--credentials', JSON.stringify({ apiKey: value })];

  it('prints the result of an action', async () => {
    const { out, err, code } = await run(...key('right-secret-key'), '--params', '{"path":{"id":"7"}}');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ successful: true, data: { asked: '/items/7' } });
    expect(err).toContain('executed successfully');
  });

  it('takes flat inputs and files', async () => {
    const file = join(root, 'credentials.json');
    writeFileSync(file, '{"apiKey":"right-secret-key"}');
    expect((await run('--credentials', file, '--params', '{"id":"8"}')).out).toContain('/items/8');
  });

  it('shows every exchange with --debug, secrets masked wherever they appear', async () => {
    const { err } = await run(...key('right-secret-key'), '--params', '{"id":"7"}', '--debug');
    expect(err).toMatch(/→ get_item GET .*\/items\/7/);
    expect(err).toMatch(/← get_item/);
    expect(err).not.toContain('right-secret-key');
  });

  it('exits 1 with the provider’s words when it refuses', async () => {
    const { out, code } = await run(...key('wrong-secret-key'), '--params', '{"id":"7"}');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      successful: false,
      failure: { kind: 'provider', message: 'Wrong key', provider: { status: 401 } },
    });
    expect(out).not.toContain('wrong-secret-key');
  });

  it.each([
    [['--params', '{}'], /id/],
    [['--params', '{"id":"1"}', '--environment', 'moon'], /moon.*production/],
    [['--params', '{"id":'], /not valid JSON/],
    [['--params', '/nowhere.json'], /no file/],
  ])('says what is wrong with %j', async (more, expected) => {
    const { err, code } = await run(...key('right-secret-key'), ...more);
    expect(code).toBe(1);
    expect(err).toMatch(expected);
  });

  it('lists the actions when there is no such one', async () => {
    const { err } = await patchbay(
      'run',
      '--connector',
      join(root, 'echo'),
      '--action-id',
      'nothing',
      '--credentials',
      '{}',
    );
    expect(err).toContain('get_item');
  });
});
