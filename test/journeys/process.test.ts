import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureBundle, PATCHBAY } from '../support/bundle.ts';
import { madeConnector } from '../support/made-connector.ts';
import { startTestServer } from '../support/server.ts';

let root: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  await ensureBundle();
  root = mkdtempSync(join(tmpdir(), 'patchbay-process-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the command line. Its output grows while it runs. */
function patchbay(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [PATCHBAY, ...args], {
    env: { PATH: process.env['PATH'] ?? '', PATCHBAY_PORT: '0', ...env },
  });
  children.push(child);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (seen.out += String(chunk)));
  child.stderr.on('data', (chunk) => (seen.err += String(chunk)));
  const exit = new Promise<number | null>((done) => child.once('exit', done));
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(seen.out);
      if (found !== null) return found;
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${seen.out}${seen.err}`);
      await new Promise((done) => child.stdout.once('data', done).once('end', done));
    }
  };
  return { child, seen, exit, until };
}

describe('patchbay start', () => {
  it('prints the first API key once, keeps private files private, drains on SIGTERM and exits 0', async () => {
    const env = { PATCHBAY_DATA_DIR: join(root, 'first') };
    const first = patchbay(['start'], env);
    const [, url] = await first.until(/ready on (\S+)/);
    const [, key] = await first.until(/(v1\.local\.\S+)/);
    const answer = await fetch(`${url}/accounts`, {
      headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    });
    expect([answer.status, await answer.json()]).toEqual([200, []]);
    for (const file of ['patchbay.db', 'keys.json'])
      expect(statSync(join(root, 'first', file)).mode & 0o077, file).toBe(0);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);

    const second = patchbay(['start'], env);
    await second.until(/ready on/);
    expect(second.seen.out).not.toContain('v1.local');
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  });

  it('prints the login of the first operator once, and it opens the server', async () => {
    const env = { PATCHBAY_DATA_DIR: join(root, 'operator'), PATCHBAY_ADMIN_EMAIL: 'ann@example.com' };
    const first = patchbay(['start'], env);
    const [, url] = await first.until(/ready on (\S+)/);
    const [, password] = await first.until(/ann@example\.com {2}(\S+)/);
    const answer = await fetch(`${url}/operator/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url! },
      body: JSON.stringify({ email: 'ann@example.com', password }),
    });
    expect(answer.status).toBe(200);
    expect(first.seen.out.split(password!)).toHaveLength(2);
    expect(first.seen.err).not.toContain(password);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    const second = patchbay(['start'], env);
    await second.until(/ready on/);
    expect(second.seen.out).not.toContain('ann@example.com');
  });

  it('takes a connector that is long enough to be read on a thread of its own, and stops all the same', async () => {
    const { child, exit, until } = patchbay(['start'], { PATCHBAY_DATA_DIR: join(root, 'push') });
    const [, url] = await until(/ready on (\S+)/);
    const [, key] = await until(/(v1\.local\.\S+)/);
    const text = `${madeConnector()}${'# a remark that makes it long\n'.repeat(2_000)}`;
    const answer = await fetch(`${url}/connectors/forge`, {
      method: 'PUT',
      headers: {
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ files: { 'forge.connector.s1.yaml': text } }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([201, { key: 'forge', created: true }]);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('refuses a data directory that another process uses, naming it', async () => {
    const env = { PATCHBAY_DATA_DIR: join(root, 'locked') };
    const first = patchbay(['start'], env);
    await first.until(/ready on/);
    const second = patchbay(['start'], env);
    expect(await second.exit).toBe(1);
    expect(second.seen.err).toContain(`in use by process ${first.child.pid}`);
    expect(second.seen.err).toContain('data_dir_locked');
  });

  it('says what to do when the port is taken, and keeps the first API key for the start that can print it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const env = { PATCHBAY_DATA_DIR: join(root, 'taken') };
    const first = patchbay(['start'], { ...env, PATCHBAY_PORT: port });
    expect(await first.exit).toBe(1);
    expect(first.seen.err).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}.*PATCHBAY_PORT.*listen_failed`));
    expect(first.seen.err).not.toMatch(/EADDRINUSE|\n\s+at /);
    taken.close();

    const second = patchbay(['start'], env);
    await second.until(/ready on/);
    expect(second.seen.out).toMatch(/v1\.local\.[A-Za-z0-9_-]{43}/);
  });

  it.each(['203.0.113.7', 'nowhere.invalid'])(
    'names PATCHBAY_HOST when %s is no address of this machine',
    async (host) => {
      const { exit, seen } = patchbay(['start'], { PATCHBAY_DATA_DIR: join(root, 'host'), PATCHBAY_HOST: host });
      expect(await exit).toBe(1);
      expect(seen.err).toContain(host);
      expect(seen.err).toMatch(/PATCHBAY_HOST.*listen_failed/);
      expect(seen.err).not.toMatch(/\n\s+at /);
    },
  );

  it('stops at a bad setting with its name and what was expected', async () => {
    const { exit, seen } = patchbay(['start'], { PATCHBAY_DATA_DIR: join(root, 'bad'), PATCHBAY_PORT: 'eighty' });
    expect(await exit).toBe(1);
    expect(seen.err).toMatch(/PATCHBAY_PORT.*"eighty".*0 to 65535/);
  });

  it('stops when the key of the stored data is not there', async () => {
    const env = { PATCHBAY_DATA_DIR: join(root, 'keys') };
    const first = patchbay(['start'], {
      ...env,
      PATCHBAY_ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
    });
    await first.until(/ready on/);
    first.child.kill('SIGTERM');
    await first.exit;
    const second = patchbay(['start'], {
      ...env,
      PATCHBAY_ENCRYPTION_KEYS: `b:${Buffer.alloc(32, 2).toString('base64')}`,
    });
    expect(await second.exit).toBe(1);
    expect(second.seen.err).toContain('encryption_key_missing');
  });

  it('answers /health and /ready without a key', async () => {
    const { until } = patchbay(['start'], { PATCHBAY_DATA_DIR: join(root, 'health') });
    const [, url] = await until(/ready on (\S+)/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: 'ready' });
  });
});

describe('patchbay backup', () => {
  it('copies the database of a running server, and the copy starts', async () => {
    const dir = join(root, 'live');
    const { until } = patchbay(['start'], { PATCHBAY_DATA_DIR: dir });
    await until(/ready on/);
    const file = join(root, 'copy.db');
    const copy = patchbay(['backup', file, '--json'], { PATCHBAY_DATA_DIR: dir });
    expect(await copy.exit).toBe(0);
    expect(JSON.parse(copy.seen.out)).toEqual({ file });
    const again = patchbay(['backup', file], { PATCHBAY_DATA_DIR: dir });
    expect(await again.exit).toBe(1);
    expect(again.seen.err).toContain('exists already');
    mkdirSync(join(root, 'restored'));
    cpSync(file, join(root, 'restored', 'patchbay.db'));
    cpSync(join(dir, 'keys.json'), join(root, 'restored', 'keys.json'));
    const restored = patchbay(['start'], { PATCHBAY_DATA_DIR: join(root, 'restored') });
    await restored.until(/ready on/);
    expect(restored.seen.out).not.toContain('v1.local');
  });
});

describe('patchbay', () => {
  it('explains itself and refuses unknown commands', async () => {
    const help = patchbay(['--help'], {});
    expect(await help.exit).toBe(0);
    expect(help.seen.out).toMatch(/start .*\n[\s\S]*backup /);
    const wrong = patchbay(['strat'], {});
    expect(await wrong.exit).not.toBe(0);
    expect(wrong.seen.err).toMatch(/strat/);
  });
});

describe('a broken connector folder', () => {
  it('is reported with file and line while the others are served', async () => {
    const folder = join(root, 'connectors');
    mkdirSync(join(folder, 'broken'), { recursive: true });
    writeFileSync(
      join(folder, 'broken', 'broken.connector.s1.yaml'),
      'StackOne: 1.0.0\ninfo:\n  title: Broken\n  key: broken\n',
    );
    cpSync(resolve(import.meta.dirname, '../../connectors/humaans'), join(folder, 'humaans'), { recursive: true });
    const errors: string[] = [];
    const server = await startTestServer({
      connectors: folder,
      logger: {
        debug: () => {},
        info: () => {},
        warn: () => {},
        error: (fields) => void errors.push(JSON.stringify(fields)),
      },
    });
    try {
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(/broken\.connector\.s1\.yaml:\d+:\d+/);
      const { body } = await server.call('GET', '/actions');
      expect(body.data.map(({ key }: { key: string }) => key)).toEqual(['humaans']);
      expect(readFileSync(join(folder, 'broken', 'broken.connector.s1.yaml'), 'utf8')).toContain('Broken');
    } finally {
      await server.dispose();
    }
  });
});
