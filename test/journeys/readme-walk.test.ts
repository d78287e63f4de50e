import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const walk = readme.slice(readme.indexOf('## From key to first action'), readme.indexOf('## More'));
const blocks = [...walk.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!);

let server: TestServer;
let dir: string;
beforeAll(async () => {
  server = await startTestServer();
  dir = mkdtempSync(join(tmpdir(), 'patchbay-walk-'));
});
afterAll(async () => {
  await server.dispose();
  rmSync(dir, { recursive: true, force: true });
});

describe('the walk of the README', () => {
  it('works word for word, with only the key and the address of the server put in', async () => {
    const script = blocks
      .join('\n')
      .replace('KEY=v1.local.…', `KEY=${TEST_KEY}`)
      .replace('BASE=http://localhost:4400', `BASE=${server.url}`);
    expect(script).toContain(TEST_KEY);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: dir });
    expect(stderr).toBe('');
    expect(stdout).toContain('humaans at ');
    expect(stdout).toContain('Open in a browser: ');
    expect(stdout).toMatch(/"provider":"humaans"/);
    const lists = [...stdout.matchAll(/\[[^[\]]*\]/g)].map(([text]) => text);
    expect(lists.at(-1)).toMatch(/@.*@.*@/s);
  });
});
