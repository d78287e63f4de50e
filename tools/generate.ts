import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { connectorPages } from './generators/connector-pages.ts';
import { diagnosticsPage } from './generators/diagnostics-page.ts';
import { errorsPage } from './generators/errors-page.ts';

/** Every generated file of the repository: its text by its path from the root. */
const generated: Readonly<Record<string, string>> = {
  'docs/diagnostics.md': diagnosticsPage(),
  'docs/errors.md': errorsPage(),
  ...(await connectorPages()),
};

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, text] of Object.entries(generated)) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(path);
  if (!check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
if (check && stale.length > 0) {
  process.stderr.write(`Stale: ${stale.join(', ')}. Run: npm run generate\n`);
  process.exitCode = 1;
} else
  process.stdout.write(check ? 'Generated files are fresh.\n' : `Written: ${stale.join(', ') || 'nothing to do'}\n`);
