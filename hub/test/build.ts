import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hub = join(import.meta.dirname, '..');
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/** A hub built into a folder of its own. */
export interface BuiltHub {
  readonly folder: string;
  readonly remove: () => void;
}

/** Builds the component, the link page and the React wrapper, as `npm run build` does. */
export async function buildHub(...more: string[]): Promise<BuiltHub> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-hub-'));
  for (const mode of ['production', 'link', 'react', ...more]) {
    const args = [vite, 'build', '--mode', mode, '--outDir', folder, '--emptyOutDir', 'false', '--logLevel', 'error'];
    await run(process.execPath, args, { cwd: hub, env: { ...process.env, NODE_ENV: 'production' } });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
