import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { JOURNEYS } from '../../tools/demo/journeys.ts';

const root = resolve(import.meta.dirname, '../..');
const demo = (...args: string[]) =>
  promisify(execFile)(process.execPath, [resolve(root, 'tools/demo/demo.ts'), ...args], { cwd: root });

describe('the demo', () => {
  it('has a journey for every connector', () => {
    const folders = readdirSync(resolve(root, 'connectors'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(Object.keys(JOURNEYS).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it.each(Object.keys(JOURNEYS))('plays the whole journey of %s and reads records by RPC and by MCP', async (key) => {
    const { stdout, stderr } = await demo('--connector', key);
    expect(stdout).toMatch(/Done: ([1-9]\d*) records by RPC, \1 by MCP\./);
    expect(stdout).toMatch(/← 201/);
    expect(stdout).not.toContain('\u001b[');
    expect(stderr).toBe('');
  });

  it('refuses a connector it does not know, naming those it does', async () => {
    await expect(demo('--connector', 'nobody')).rejects.toMatchObject({ stderr: expect.stringContaining('humaans') });
  });
});
