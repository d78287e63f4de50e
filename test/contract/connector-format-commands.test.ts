import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { EMULATORS } from '../../src/sandbox/index.ts';
import { serveEmulator, type TestEmulator } from '../../src/sandbox/testing/serve.ts';
import { readPages } from './connector-format/pages.ts';

const PREFIX = 'npm run -s patchbay -- ';
const SANDBOX = 'http://localhost:4400/sandbox/humaans';

const blocks = readPages().flatMap((page) => page.blocks);
/** Commands of the pages with the block that shows what they print. */
const commands = blocks.flatMap((block, index) => {
  const shown = blocks[index + 1];
  if (block.words[0] !== 'sh' || !block.text.startsWith(PREFIX)) return [];
  if (shown?.words[0] !== 'text') throw new Error(`${block.at}: nothing shows what the command prints`);
  const written = block.text.slice(PREFIX.length).replaceAll('\\\n', ' ');
  return [{ at: block.at, written, shown: shown.text, stream: shown.words[1] === 'stderr' ? 'err' : 'out' } as const];
});

/** The words of a command; single quotes hold a word together. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/** A pattern of a shown text: `…` stands for anything within a line, and for any lines where it stands alone. */
function patternOf(shown: string): RegExp {
  const escaped = shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/^…$/gm, '[\\s\\S]*').replaceAll('…', '.*')}$`);
}

let root: string;
let emulator: TestEmulator;
let base: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-format-'));
  for (const name of ['directory', 'broken']) {
    const block = blocks.find(({ words }) => words[0] === 'yaml' && words.at(-1) === name);
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, `${name}.connector.s1.yaml`), block?.text ?? '');
  }
  const humaans = await EMULATORS.find(({ key }) => key === 'humaans')?.load();
  if (humaans === undefined) throw new Error('There is no such emulator.');
  emulator = await serveEmulator(humaans);
  base = await emulator.listen();
});
afterAll(async () => {
  await emulator.close();
  rmSync(root, { recursive: true, force: true });
});
afterEach(() => {
  process.exitCode = 0;
});

describe('the commands of the pages', () => {
  it.each(commands)('print what is shown at $at', async ({ written, shown, stream }) => {
    const seen = { out: '', err: '' };
    const program = createProgram({
      out: (text) => (seen.out += `${text}\n`),
      err: (text) => (seen.err += `${text}\n`),
    });
    const words = wordsOf(written).map((word) =>
      word === 'directory' || word === 'broken' ? join(root, word) : word.replace(SANDBOX, base),
    );
    await program.parseAsync(words, { from: 'user' });
    expect(seen[stream].replaceAll(`${root}/`, '').trim()).toMatch(patternOf(shown.trim()));
  });
});
