import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SCOPES, SCOPES } from '../../src/platform/api-keys/index.ts';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { ensureBundle } from '../support/bundle.ts';
import { runCommand } from '../support/command.ts';
import { databaseEnv } from '../support/database-env.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

const KEY = /^v1\.local\.[A-Za-z0-9_-]{43}$/;
beforeAll(ensureBundle);
const statusWith = async (server: TestServer, key: string): Promise<number> =>
  (await server.call('GET', '/accounts', undefined, { authorization: basic(key) })).status;

forEachDatabase((_open, { kind, newLocation }) => {
  const servers: TestServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.dispose();
  });

  it('a key made, disabled, enabled and deleted by command works, or not, in every process at once', async () => {
    const shared = databaseEnv(await newLocation());
    for (let count = 0; count < (kind === 'sqlite' ? 1 : 2); count += 1) {
      servers.push(await startTestServer({ env: shared }));
    }
    const env = { PATCHBAY_DATA_DIR: servers[0]!.config.dataDir, ...shared };
    const command = async (...args: string[]) => {
      const result = await runCommand(args, env);
      expect(result, result.err).toMatchObject({ code: 0 });
      return result.out.trim();
    };
    const everywhere = async (key: string, status: number) => {
      for (const server of servers) {
        await expect.poll(() => statusWith(server, key), { interval: 20 }).toBe(status);
      }
    };

    const key = await command('keys', 'create', '--name', 'ci');
    expect(key).toMatch(KEY);
    await everywhere(key, 200);
    const listed = JSON.parse(await command('keys', 'list', '--json')) as { id: string; name: string }[];
    const { id } = listed.find(({ name }) => name === 'ci')!;
    await command('keys', 'disable', id);
    await everywhere(key, 401);
    await command('keys', 'enable', id.slice(0, 8));
    await everywhere(key, 200);
    const next = await command('keys', 'rotate', id, '--overlap', '1h');
    await everywhere(key, 200);
    await everywhere(next, 200);
    await command('keys', 'delete', id);
    await everywhere(key, 401);
    await everywhere(next, 200);
    expect(JSON.parse(await command('audit', 'verify', '--json'))).toMatchObject({ intact: true, entries: 6 });
    // What the command knows, the server knows: it reads the same log.
    expect(await servers[0]!.platform.audit.verify()).toMatchObject({ intact: true, entries: 6 });
  });
});

describe('the commands', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.dispose());
  const command = (...args: string[]) => runCommand(args, { PATCHBAY_DATA_DIR: server.config.dataDir });

  it('print a new key alone on stdout and what it may on stderr', async () => {
    const { out, err, code } = await command(
      'keys',
      'create',
      '--name',
      'agent',
      '--scopes',
      'actions:execute,platform:read',
    );
    expect([code, out.trim()]).toEqual([0, expect.stringMatching(KEY)]);
    expect(err).toMatch(/"agent"\) with actions:execute, platform:read\..*\nThe key is shown this once/);
    expect(err).not.toContain(out.trim());
  });

  it('give the default scopes, an end, and JSON when asked', async () => {
    const { out } = await command('keys', 'create', '--name', 'short', '--expires', '90d', '--json');
    const made = JSON.parse(out);
    expect(made).toMatchObject({
      name: 'short',
      scopes: DEFAULT_SCOPES,
      enabled: true,
      key: expect.stringMatching(KEY),
    });
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBeGreaterThan(89 * 86_400_000);
    const list = await command('keys', 'list', '--json');
    expect(list.out).toContain('"short"');
    expect(list.out).not.toContain(made.key.slice(14));
  });

  it('list keys, projects and the audit log as tables', async () => {
    const keys = await command('keys', 'list');
    expect(keys.out).toMatch(/^ID +NAME +KEY +STATUS +LAST USED +ENDS +PROJECT +SCOPES\n/);
    expect(keys.out).toMatch(/First key +test-key-0123… +enabled +.* +all\n/);
    expect((await command('projects', 'list')).out).toMatch(/^ID +NAME +MADE\ndefault-\d{5} +Default +20/);
    await command('keys', 'create', '--name', 'seen');
    expect((await command('audit', 'list', '--limit', '1')).out).toMatch(
      new RegExp(`WHO.*\\n\\d+ .*${userInfo().username} \\(command\\) +api_key\\.created +api_key `),
    );
    expect((await command('audit', 'verify')).out).toMatch(/^The audit log is whole: \d+ entries/);
  });

  it.each([
    [['keys', 'create', '--name', 'x', '--scopes', 'platform:reed'], /Did you mean platform:read\?.*scope_unknown/],
    [['keys', 'create', '--name', 'x', '--expires', 'soon'], /"soon" is no moment/],
    [['keys', 'create', '--name', 'x', '--expires', '2020-01-01'], /2020-01-01.*has passed/],
    [['keys', 'create', '--name', 'x', '--project', 'nowhere'], /no project nowhere.*default-/],
    [['keys', 'create'], /--name/],
    [['keys', 'disable', 'nobody'], /no API key nobody/],
    [['keys', 'rotate', 'nobody', '--overlap', 'long'], /"long" is no length of time/],
    [['audit', 'list', '--limit', '0'], /"0" is no whole number/],
  ])('%j exits 1 and says what is wrong', async (args, expected) => {
    const { code, out, err } = await command(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(expected);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('say every scope and every option in their help', async () => {
    const help = (await command('keys', 'create', '--help')).out.replace(/\s+/g, ' ');
    for (const word of [...SCOPES, '--name', '--expires', '--project', '--json']) expect(help).toContain(word);
    expect((await command('keys', '--help')).out).toMatch(
      /create[\s\S]*list[\s\S]*enable[\s\S]*disable[\s\S]*delete[\s\S]*rotate/,
    );
  });

  it('find an altered entry of the audit log, and exit 1', async () => {
    const own = await startTestServer();
    try {
      const settings = { PATCHBAY_DATA_DIR: own.config.dataDir };
      await runCommand(['keys', 'create', '--name', 'x'], settings);
      await own.platform.database.kysely.updateTable('audit_log').set({ actor_name: 'somebody' }).execute();
      const { code, out } = await runCommand(['audit', 'verify'], settings);
      expect([code, out]).toEqual([1, expect.stringContaining('broken at entry 1')]);
    } finally {
      await own.dispose();
    }
  });

  it('help who lost the first key, also while no server runs', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'patchbay-lost-'));
    try {
      const first = await startTestServer({ env: { PATCHBAY_DATA_DIR: dir } });
      await first.close();
      const made = await runCommand(['keys', 'create', '--name', 'again'], { PATCHBAY_DATA_DIR: dir });
      expect(made.out.trim()).toMatch(KEY);
      const second = await startTestServer({ env: { PATCHBAY_DATA_DIR: dir } });
      expect(await statusWith(second, made.out.trim())).toBe(200);
      await second.dispose();
      await first.dispose();
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
