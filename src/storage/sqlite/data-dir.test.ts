import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../kernel/index.ts';
import { openDatabase } from '../open-database.ts';
import { lockDataDir, prepareDataDir } from './data-dir.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'patchbay-dir-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('the data directory', () => {
  it('is made with its parents, for its owner alone', () => {
    const inner = join(dir, 'a', 'b');
    prepareDataDir(inner, silentLogger);
    expect([mode(join(dir, 'a')), mode(inner)]).toEqual([0o700, 0o700]);
  });

  it('is closed to others when it is empty', () => {
    chmodSync(dir, 0o755);
    prepareDataDir(dir, silentLogger);
    expect(mode(dir)).toBe(0o700);
  });

  it('keeps its mode, with a warning, when somebody else keeps things in it', () => {
    const warn = vi.fn();
    writeFileSync(join(dir, 'thesis.txt'), '');
    chmodSync(dir, 0o755);
    prepareDataDir(dir, { ...silentLogger, warn });
    expect(mode(dir)).toBe(0o755);
    expect(warn).toHaveBeenCalledOnce();
  });

  it('that is a file stops the start by its variable', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    await expect(openDatabase({ kind: 'sqlite', dir: join(file, 'below') })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('PATCHBAY_DATA_DIR'),
    });
  });

  it('holds only files that their owner alone may read, whatever the mask', async () => {
    const mask = process.umask(0);
    try {
      const database = await openDatabase({ kind: 'sqlite', dir });
      await database.kysely.insertInto('server_meta').values({ key: 'a', value: 'b' }).execute();
      const files = readdirSync(dir);
      expect(files.sort()).toEqual(['lock.db', 'lock.pid', 'patchbay.db', 'patchbay.db-shm', 'patchbay.db-wal']);
      expect(files.map((file) => mode(join(dir, file)).toString(8))).toEqual(files.map(() => '600'));
      await database.close();
      expect(readdirSync(dir).sort()).toEqual(['lock.db', 'patchbay.db']);
    } finally {
      process.umask(mask);
    }
  });

  it('that holds a database others may read closes it to them', async () => {
    await (await openDatabase({ kind: 'sqlite', dir })).close();
    chmodSync(join(dir, 'patchbay.db'), 0o644);
    await (await openDatabase({ kind: 'sqlite', dir })).close();
    expect(mode(join(dir, 'patchbay.db'))).toBe(0o600);
  });

  it('that holds something else under the name of the database is left as it is', async () => {
    const text = 'These are my notes, not a database.'.repeat(40);
    writeFileSync(join(dir, 'patchbay.db'), text);
    await expect(openDatabase({ kind: 'sqlite', dir })).rejects.toMatchObject({ code: 'database_unavailable' });
    expect(readFileSync(join(dir, 'patchbay.db'), 'utf8')).toBe(text);
    const release = lockDataDir(dir);
    release();
  });

  it('with a folder in the place of the database stops the start and stays free', async () => {
    mkdirSync(join(dir, 'patchbay.db'));
    await expect(openDatabase({ kind: 'sqlite', dir })).rejects.toMatchObject({ code: 'database_unavailable' });
    lockDataDir(dir)();
  });
});

describe('the lock of the data directory', () => {
  it('is refused to the same process a second time, naming it, and the first keeps it', () => {
    const release = lockDataDir(dir);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(() => lockDataDir(dir)).toThrow(
        expect.objectContaining({
          code: 'data_dir_locked',
          message: expect.stringContaining(`process ${process.pid}.`),
        }),
      );
    }
    release();
    lockDataDir(dir)();
  });

  it('is held by an open database until it is closed', async () => {
    const database = await openDatabase({ kind: 'sqlite', dir });
    await expect(openDatabase({ kind: 'sqlite', dir })).rejects.toMatchObject({ code: 'data_dir_locked' });
    await database.ping();
    await database.close();
    await (await openDatabase({ kind: 'sqlite', dir })).close();
  });
});
