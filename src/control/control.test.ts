import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger, systemClock } from '../kernel/index.ts';
import { createOperators } from '../platform/operators/index.ts';
import { findAddress, prepareAddress } from './address.ts';
import { createControl } from './client.ts';
import { createKey, listAudit, listKeys, listProjects, resetPassword, startControl, verifyAudit } from './index.ts';
import { operation } from './operation.ts';
import { type ControlParts, withParts } from './parts.ts';

const surroundings = { clock: systemClock, logger: silentLogger };
let root: string;
let dataDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pb-'));
  dataDir = join(root, 'data');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const installationAt = (dir: string) => ({ dataDir: dir, databaseUrl: undefined, encryptionKeys: undefined });
const control = (dir = dataDir) => createControl(installationAt(dir), { uid: 1234, name: 'ann' });

/** Does something while a server holds the data directory. */
const whileServed = <T>(work: (parts: ControlParts) => Promise<T>, dir = dataDir): Promise<T> =>
  withParts(installationAt(dir), surroundings, async (parts) => {
    await parts.projects.ensureDefault();
    const server = await startControl(dir, parts);
    try {
      return await work(parts);
    } finally {
      await server.close();
    }
  });

describe('a command', () => {
  it('works in the running server, and the same way on the storage when none runs', async () => {
    const first = await whileServed(async (parts) => {
      const made = await control().run(createKey, { name: 'while it runs' });
      expect(await parts.apiKeys.authenticate(made.key)).toMatchObject({ id: made.id, name: 'while it runs' });
      return made;
    });
    const second = await control().run(createKey, { name: 'while it rests' });
    expect(Object.keys(second)).toEqual(Object.keys(first));
    const names = (await control().run(listKeys, {})).map(({ name }) => name);
    expect(names.sort()).toEqual(['while it rests', 'while it runs']);
    await whileServed(async (parts) => {
      expect(await parts.apiKeys.authenticate(second.key)).toMatchObject({ id: second.id });
    });
  });

  it('gives an operator who lost the password another one', async () => {
    const lost = await whileServed(async (parts) => {
      const operators = createOperators(parts);
      const login = await operators.ensureFirst('ann@example.com', undefined);
      const reset = await control().run(resetPassword, { email: 'Ann@Example.com' });
      expect(reset).toEqual({ email: 'ann@example.com', password: expect.stringMatching(/.{12,}/) });
      expect(reset.password).not.toBe(login?.password);
      return login;
    });
    expect(lost).toBeDefined();
    await expect(control().run(resetPassword, { email: 'bob@example.com' })).rejects.toMatchObject({
      code: 'operator_not_found',
    });
    const entries = await control().run(listAudit, { limit: 10 });
    expect(entries[0]?.actor).toMatchObject({ type: 'command', name: 'ann' });
    expect(JSON.stringify(entries)).not.toContain(lost?.password);
  });

  it('is in the audit log under the name of the user of the operating system', async () => {
    await whileServed(() => control().run(createKey, { name: 'x' }));
    const [entry] = await control().run(listAudit, { limit: 10 });
    expect(entry).toMatchObject({
      action: 'api_key.created',
      actor: { type: 'command', id: '1234', name: 'ann', ip: null },
    });
    expect(await control().run(verifyAudit, {})).toMatchObject({ intact: true, entries: 1 });
  });

  it.each([true, false])('gets the errors of the operation with their codes (server runs: %s)', async (runs) => {
    const attempts = async () => {
      const attempt = (input: Parameters<ReturnType<typeof control>['run']>[1]) =>
        control().run(createKey, input as { name: string });
      await expect(attempt({ name: 'x', scopes: ['nothing'] })).rejects.toMatchObject({ code: 'scope_unknown' });
      await expect(attempt({ name: 'x', project: 'nowhere' })).rejects.toMatchObject({ code: 'project_not_found' });
      await expect(attempt({ name: 'x', expires_at: 1 })).rejects.toMatchObject({ code: 'validation_failed' });
      await expect(attempt({ name: ' ' })).rejects.toMatchObject({ code: 'validation_failed' });
      await expect(attempt({ name: 7 })).rejects.toMatchObject({
        message: expect.stringContaining('name must be string'),
      });
      const unknown = operation({ ...listProjects, name: 'no.such' });
      await expect(control().run(unknown, {})).rejects.toMatchObject({ code: 'operation_unknown' });
    };
    if (runs) await whileServed(attempts);
    else {
      await whileServed(async () => {});
      await attempts();
    }
  });

  it('says so when there is no installation, and makes none', async () => {
    await expect(control().run(listProjects, {})).rejects.toMatchObject({ code: 'installation_not_found' });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('waits for a server that is about to answer', async () => {
    await withParts(installationAt(dataDir), surroundings, async (parts) => {
      await parts.projects.ensureDefault();
      const answer = control().run(listProjects, {});
      await new Promise((done) => setImmediate(done));
      const server = await startControl(dataDir, parts);
      expect(await answer).toHaveLength(1);
      await server.close();
    });
  });
});

describe('the socket', () => {
  it('is closed to other users, and gone after the server', async () => {
    await whileServed(async () => {
      const path = findAddress(dataDir)!;
      expect(path.startsWith(dataDir)).toBe(true);
      for (const one of [path, dirname(path)]) expect(statSync(one).mode & 0o077, one).toBe(0);
    });
    expect(findAddress(dataDir)).toBeUndefined();
  });

  it('of a killed server is replaced, and does not keep commands from working meanwhile', async () => {
    await whileServed(async () => {});
    const path = prepareAddress(dataDir);
    const stale = createServer();
    await new Promise<void>((done) => stale.listen(join(root, 's'), done));
    // What a killed process leaves: a socket nobody listens to.
    renameSync(join(root, 's'), path);
    await new Promise((done) => stale.close(done));
    expect(statSync(path).isSocket()).toBe(true);
    expect(await control().run(listProjects, {})).toHaveLength(1);
    await whileServed(async () => expect(await control().run(listProjects, {})).toHaveLength(1));
  });

  it('of a data directory with a long path is elsewhere, in a folder of its own, and is removed too', async () => {
    const long = join(root, 'x'.repeat(120));
    const folder = await whileServed(async () => {
      const path = findAddress(long)!;
      expect(path.startsWith(long)).toBe(false);
      expect(Buffer.byteLength(path)).toBeLessThan(104);
      expect(readFileSync(join(long, 'control', 'elsewhere'), 'utf8').trim()).toBe(path);
      for (const one of [path, dirname(path), join(long, 'control', 'elsewhere')]) {
        expect(statSync(one).mode & 0o077, one).toBe(0);
      }
      expect(await control(long).run(listProjects, {})).toHaveLength(1);
      return dirname(path);
    }, long);
    expect(existsSync(folder)).toBe(false);
  });

  it('is elsewhere, too, where the data directory cannot hold one; without any the server still runs', async () => {
    await withParts(installationAt(dataDir), surroundings, async (parts) => {
      await parts.projects.ensureDefault();
      let refusals = 1;
      const listen: Parameters<typeof startControl>[2] = async (server, path) => {
        if (refusals-- > 0) throw Object.assign(new Error('listen ENOTSUP'), { code: 'ENOTSUP' });
        await new Promise<void>((done) => server.listen(path, done));
      };
      const server = await startControl(dataDir, parts, listen);
      expect(findAddress(dataDir)?.startsWith(dataDir)).toBe(false);
      expect(await control().run(listProjects, {})).toHaveLength(1);
      await server.close();
      refusals = 2;
      const deaf = await startControl(dataDir, parts, listen);
      expect(findAddress(dataDir)).toBeUndefined();
      await deaf.close();
    });
  });

  it('that a killed server left elsewhere is removed by the next one', () => {
    const long = join(root, 'y'.repeat(120));
    mkdirSync(long);
    const left = prepareAddress(long);
    const next = prepareAddress(long);
    expect(next).not.toBe(left);
    expect([existsSync(dirname(left)), existsSync(dirname(next))]).toEqual([false, true]);
    rmSync(dirname(next), { recursive: true });
  });

  it('takes no harm from what is no request', async () => {
    await whileServed(async () => {
      for (const text of ['', 'hello\n', '{"name":7}\n', 'null\n']) {
        const socket = connect(findAddress(dataDir)!);
        socket.end(text);
        await new Promise((done) => socket.resume().once('close', done));
      }
      expect(await control().run(listProjects, {})).toHaveLength(1);
    });
  });
});
