import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import { startChild } from '../testing/children.ts';
import { batchOf, requestLogRow } from '../testing/rows.ts';
import { backupDataDir } from './backup-data-dir.ts';

let dir: string;
let database: Database;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'patchbay-backup-'));
  database = await openDatabase({ kind: 'sqlite', dir: join(dir, 'live') });
});
afterEach(async () => {
  await database.close();
  rmSync(dir, { recursive: true, force: true });
});

const fill = (from: number, count: number): Promise<void> =>
  database.appendRows([
    batchOf(
      'request_logs',
      Array.from({ length: count }, (_, n) => requestLogRow(String(from + n), { response: 'x'.repeat(500) })),
    ),
  ]);

describe('a backup', () => {
  it('holds everything, is whole, and is readable by its owner alone', async () => {
    await fill(0, 3_000);
    const file = join(dir, 'copy.db');
    await database.backup!(file);
    const copy = new DatabaseSync(file, { readOnly: true });
    expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(copy.prepare('select count(*) as rows from request_logs').get()).toEqual({ rows: 3_000 });
    copy.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('taken while rows are written is one moment: each transaction is in it whole or not at all', async () => {
    await fill(0, 20_000);
    let stop = false;
    let last = 20_000;
    const writing = (async () => {
      while (!stop) {
        await database.transaction(async (trx) => {
          const [one, two] = [requestLogRow(`${last}`), requestLogRow(`${last + 1}`)];
          await trx.insertInto('request_logs').values(one).execute();
          await new Promise((resolve) => setImmediate(resolve));
          await trx.insertInto('request_logs').values(two).execute();
          await trx
            .insertInto('server_meta')
            .values({ key: 'last', value: String(last + 2) })
            .onConflict((c) => c.column('key').doUpdateSet({ value: String(last + 2) }))
            .execute();
        });
        last += 2;
      }
    })();
    const before = last;
    for (let n = 0; n < 3; n += 1) {
      const file = join(dir, `copy-${n}.db`);
      await database.backup!(file);
      const copy = new DatabaseSync(file, { readOnly: true });
      expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      const { rows } = copy.prepare('select count(*) as rows from request_logs').get() as { rows: number };
      const meta = copy.prepare("select value from server_meta where key = 'last'").get() as
        | { value: string }
        | undefined;
      expect(rows).toBe(meta === undefined ? 20_000 : Number(meta.value));
      copy.close();
    }
    stop = true;
    await writing;
    expect(last).toBeGreaterThan(before);
  });

  it('becomes the database again when it is put in its place', async () => {
    await fill(0, 500);
    await database.backup!(join(dir, 'copy.db'));
    await fill(500, 500);
    await database.close();
    mkdirSync(join(dir, 'restored'));
    renameSync(join(dir, 'copy.db'), join(dir, 'restored', 'patchbay.db'));
    const restored = await openDatabase({ kind: 'sqlite', dir: join(dir, 'restored') });
    const count = await restored.kysely
      .selectFrom('request_logs')
      .select((e) => e.fn.countAll().as('rows'))
      .executeTakeFirst();
    await restored.close();
    expect(count).toEqual({ rows: 500 });
  });

  it('overwrites nothing', async () => {
    const file = join(dir, 'precious');
    writeFileSync(file, 'precious');
    await expect(database.backup!(file)).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('asked for twice at once under one name is written once', async () => {
    await fill(0, 2_000);
    const file = join(dir, 'copy.db');
    const results = await Promise.allSettled([database.backup!(file), database.backup!(file)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((r) => r.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(readdirSync(dir).sort()).toEqual(['copy.db', 'live']);
  });

  it('that cannot be written leaves nothing behind', async () => {
    const file = join(dir, 'missing', 'copy.db');
    await expect(database.backup!(file)).rejects.toThrow();
    expect(existsSync(join(dir, 'missing'))).toBe(false);
  });

  it('is finished before the database closes', async () => {
    await fill(0, 5_000);
    const file = join(dir, 'copy.db');
    const running = database.backup!(file);
    await database.close();
    expect(existsSync(file)).toBe(true);
    await running;
  });
});

describe('a backup of a data directory', () => {
  const rowsIn = (file: string): unknown => {
    const copy = new DatabaseSync(file, { readOnly: true });
    try {
      return copy.prepare('select count(*) as rows from request_logs').get();
    } finally {
      copy.close();
    }
  };

  it('is taken beside a server in another process, whose last commit is in it', async () => {
    const location = { kind: 'sqlite', dir: join(dir, 'other') } as const;
    const server = startChild('write', location);
    await server.line(() => server.said.length >= 4);
    const before = server.said.length;
    await backupDataDir(location.dir, join(dir, 'copy.db'));
    const after = server.said.length;
    await server.line(() => server.said.length > after);
    await server.kill();
    const { rows } = rowsIn(join(dir, 'copy.db')) as { rows: number };
    expect(rows).toBeGreaterThanOrEqual(Math.floor(before / 3) * 150);
    expect(rows % 150).toBe(0);
  });

  it('is taken after the server was stopped or killed, and the server starts again', async () => {
    await fill(0, 300);
    await database.close();
    await backupDataDir(join(dir, 'live'), join(dir, 'stopped.db'));
    expect(rowsIn(join(dir, 'stopped.db'))).toEqual({ rows: 300 });
    const location = { kind: 'sqlite', dir: join(dir, 'other') } as const;
    const server = startChild('write', location);
    await server.line(() => server.said.length >= 3);
    await server.kill();
    await backupDataDir(location.dir, join(dir, 'killed.db'));
    expect((rowsIn(join(dir, 'killed.db')) as { rows: number }).rows).toBeGreaterThanOrEqual(150);
    await (await openDatabase(location)).close();
  });

  it('needs a database, and overwrites nothing', async () => {
    await expect(backupDataDir(join(dir, 'missing'), join(dir, 'copy.db'))).rejects.toMatchObject({
      code: 'config_invalid',
    });
    writeFileSync(join(dir, 'copy.db'), 'precious');
    await expect(backupDataDir(join(dir, 'live'), join(dir, 'copy.db'))).rejects.toMatchObject({ code: 'conflict' });
  });
});
