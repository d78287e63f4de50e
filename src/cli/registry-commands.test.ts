import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectorFolder, madeConnector } from '../../test/support/made-connector.ts';
import { startTestServer, TEST_KEY, type TestServer } from '../../test/support/server.ts';
import { runProgram } from './testing/run-program.ts';

let server: TestServer;
let folder: string;
let out: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = connectorFolder(['forge', madeConnector()], ['hoe', madeConnector({ key: 'hoe', version: '0.2.0' })]);
  out = mkdtempSync(join(tmpdir(), 'patchbay-pull-'));
});
afterAll(async () => {
  await server.dispose();
  for (const dir of [folder, out]) rmSync(dir, { recursive: true });
});
afterEach(() => void vi.unstubAllEnvs());

/** Runs the command line in this process, with the server and key of the environment. */
async function patchbay(...args: string[]) {
  vi.stubEnv('PATCHBAY_API_URL', server.url);
  vi.stubEnv('PATCHBAY_API_KEY', TEST_KEY);
  return runProgram(...args);
}

const file = (key: string): string => join(folder, key, `${key}.connector.s1.yaml`);

describe('patchbay push', () => {
  it('sends every connector below a folder, and says what was there already', async () => {
    expect(await patchbay('push', file('forge'))).toEqual({ code: 0, err: '', out: '✓ forge 1.0.0 pushed\n' });
    const local = server.url.replace('127.0.0.1', 'localhost');
    expect((await patchbay('push', file('forge'), '--api-url', `${local}/`)).code).toBe(0);
    expect(await patchbay('push', folder)).toEqual({
      code: 0,
      err: '',
      out: '✓ forge 1.0.0 was there already, unchanged\n✓ hoe 0.2.0 pushed\n',
    });
    expect((await server.call('GET', '/connectors/hoe')).body.files).toEqual({
      'hoe.connector.s1.yaml': readFileSync(file('hoe'), 'utf8'),
    });
  });

  it('shows what is wrong with its place, and sends nothing', async () => {
    const broken = connectorFolder(['axe', madeConnector({ key: 'axe' }).replace('method: get', 'method: fetch')]);
    const { code, out: said, err } = await patchbay('push', broken);
    expect(code).toBe(1);
    expect(said).toMatch(/axe\.connector\.s1\.yaml:\d+:\d+ error/);
    expect(said).toContain('method: fetch');
    expect(err).toContain('was not sent');
    expect((await server.call('GET', '/connectors/axe')).status).toBe(404);
    const json = await patchbay('push', broken, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      created: false,
      error: { code: 'connector_invalid' },
      diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error', line: expect.any(Number) })]),
    });
    rmSync(broken, { recursive: true });
  });

  it('passes on why the server refused', async () => {
    writeFileSync(file('forge'), madeConnector({ title: 'Other' }));
    const refused = await patchbay('push', file('forge'));
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Versions never change') });
    const { out: line } = await patchbay('push', file('forge'), '--json');
    expect(JSON.parse(line)).toMatchObject({
      key: 'forge',
      version: '1.0.0',
      error: { status: 409, code: 'connector_version_exists' },
    });
    writeFileSync(file('forge'), madeConnector());
    vi.stubEnv('PATCHBAY_API_URL', server.url);
    expect(await runProgram('push', file('forge'), '--api-key', 'x'.repeat(40))).toMatchObject({
      code: 1,
      err: expect.stringContaining('No API key of this server matches'),
    });
  });

  it('needs a key and a server that answers', async () => {
    vi.stubEnv('PATCHBAY_API_KEY', '');
    expect(await runProgram('push', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('PATCHBAY_API_KEY'),
    });
    const to = (url: string) => runProgram('push', file('forge'), '--api-key', TEST_KEY, '--api-url', url);
    expect(await to('nonsense')).toMatchObject({ code: 1, err: expect.stringContaining('nonsense is no URL') });
    const page = createServer((_request, response) => response.end('<html>'));
    await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    expect(await to(url)).toMatchObject({ code: 1, err: expect.stringContaining('Is it a Patchbay server?') });
    await new Promise((done) => page.close(done));
    expect(await to(url)).toMatchObject({ code: 1, err: expect.stringContaining('did not answer') });
    expect(await patchbay('push', join(folder, 'nowhere'))).toMatchObject({ code: 1 });
  });
});

describe('patchbay pull', () => {
  it('writes what was pushed, and built-in connectors too', async () => {
    await patchbay('push', file('forge'));
    const place = join(out, 'mine');
    expect(await patchbay('pull', 'forge', '--out', place)).toMatchObject({ code: 0 });
    expect(readFileSync(join(place, 'forge.connector.s1.yaml'), 'utf8')).toBe(madeConnector());
    const { out: line } = await patchbay('pull', 'humaans', '--out', join(out, 'humaans'), '--json');
    expect(JSON.parse(line)).toMatchObject({ key: 'humaans', source: 'builtin' });
    expect(await patchbay('validate', join(out, 'humaans'))).toMatchObject({ code: 0 });
  });

  it('takes a version, and overwrites nothing by itself', async () => {
    const next = connectorFolder(['forge', madeConnector({ version: '1.1.0' })]);
    await patchbay('push', next);
    rmSync(next, { recursive: true });
    const place = join(out, 'versions');
    const main = join(place, 'forge.connector.s1.yaml');
    expect((await patchbay('pull', 'forge', '--version', '1.0.x', '--out', place)).out).toContain('forge 1.0.0');
    const refused = await patchbay('pull', 'forge', '--out', place);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('would be overwritten') });
    expect(readFileSync(main, 'utf8')).toContain('version: 1.0.0');
    expect((await patchbay('pull', 'forge', '--out', place, '--force')).code).toBe(0);
    expect(readFileSync(main, 'utf8')).toContain('version: 1.1.0');
    expect(await patchbay('pull', 'forge', '--version', '^1.0.0', '--out', place)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no version pin'),
    });
    expect(await patchbay('pull', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no connector nobody'),
    });
    expect(await runProgram('--version')).toMatchObject({ out: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it('writes nothing outside its folder, whatever a server sends', async () => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ version: '1.0.0', source: 'custom', files: { '../evil.yaml': 'x' } }));
    });
    await new Promise<void>((done) => evil.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
    const place = join(out, 'deep', 'er');
    const answer = await runProgram('pull', 'x', '--api-url', url, '--api-key', 'k', '--out', place);
    await new Promise((done) => evil.close(done));
    expect(answer).toMatchObject({ code: 1, err: expect.stringContaining('no files of a connector') });
    expect(existsSync(join(out, 'deep'))).toBe(false);
  });
});

describe('patchbay delete', () => {
  it('removes a connector, and says when there is none', async () => {
    await patchbay('push', file('hoe'));
    expect(await patchbay('delete', 'hoe')).toMatchObject({ code: 0, out: '✓ hoe deleted\n' });
    expect(await patchbay('delete', 'hoe')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no connector hoe'),
    });
    const { out: line, code } = await patchbay('delete', 'humaans', '--force', '--json');
    expect([code, JSON.parse(line)]).toMatchObject([1, { deleted: false, error: { code: 'connector_builtin' } }]);
  });
});
