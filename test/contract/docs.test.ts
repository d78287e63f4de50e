import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { readConfig } from '../../src/config.ts';
import { MAY_IMPORT, PLATFORM_ORDER } from '../architecture/rooms.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const PAGES = globSync(['*.md', 'docs/**/*.md', '{connectors,hub,bench}/*.md'], { cwd: ROOT });

/** A page without its blocks of code. */
const prose = (path: string): string => read(path).replace(/```[\s\S]*?```/g, '');

/** The links of a page to files of the repository: path from the root, and what stands behind the `#`. */
const linksOf = (page: string): { readonly path: string; readonly anchor: string | undefined }[] =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { path: path === '' ? page : normalize(join(dirname(page), path)), anchor };
    });

/** Anchors of the headings of a page, as readers of Markdown make them. */
const anchorsOf = (page: string): string[] =>
  [...prose(page).matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the pages', () => {
  it.each(PAGES)('%s links to what is there', (page) => {
    for (const { path, anchor } of linksOf(page)) {
      expect(existsSync(join(ROOT, path)), `${page} → ${path}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(path), `${page} → ${path}#${anchor}`).toContain(anchor);
    }
  });

  it('are all reached from the README by following links', () => {
    const reached = new Set(['README.md']);
    for (const page of reached)
      for (const { path } of linksOf(page)) if (path.endsWith('.md') && existsSync(join(ROOT, path))) reached.add(path);
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('show pictures that are there, and every picture is shown', () => {
    const shown = PAGES.flatMap(linksOf).map(({ path }) => path);
    for (const name of readdirSync(join(ROOT, 'docs/images'))) expect(shown).toContain(`docs/images/${name}`);
  });
});

describe('docs/self-hosting.md', () => {
  const rows = new Map(
    [...read('docs/self-hosting.md').matchAll(/^\| ([^|]+) \| ([^|]*) \|/gm)].flatMap(([, names, value]) =>
      [...names!.matchAll(/`(PATCHBAY_\w+)`/g)].map((match): [string, string] => [match[1]!, value!.trim()]),
    ),
  );

  it('has a row for every setting and for nothing else', () => {
    const known = new Set(read('src/config.ts').match(/PATCHBAY_[A-Z_]+/g));
    expect([...rows.keys()].sort()).toEqual([...known].sort());
  });

  it('says what holds when nothing is set', () => {
    const { host, port, rateLimit, healthCheckHours, logLevel } = readConfig({});
    expect({
      PATCHBAY_HOST: rows.get('PATCHBAY_HOST'),
      PATCHBAY_PORT: rows.get('PATCHBAY_PORT'),
      PATCHBAY_RATE_LIMIT: rows.get('PATCHBAY_RATE_LIMIT'),
      PATCHBAY_HEALTH_CHECK_HOURS: rows.get('PATCHBAY_HEALTH_CHECK_HOURS'),
      PATCHBAY_LOG_LEVEL: rows.get('PATCHBAY_LOG_LEVEL'),
    }).toEqual({
      PATCHBAY_HOST: `\`${host}\``,
      PATCHBAY_PORT: `\`${port}\``,
      PATCHBAY_RATE_LIMIT: `\`${rateLimit}\``,
      PATCHBAY_HEALTH_CHECK_HOURS: `\`${healthCheckHours}\``,
      PATCHBAY_LOG_LEVEL: `\`${logLevel}\``,
    });
  });
});

describe('the command line', () => {
  const program = createProgram({ out: () => {}, err: () => {} });
  const leaves = (command: Command, path: string): { path: string; command: Command }[] =>
    command.commands.length === 0
      ? [{ path, command }]
      : command.commands.flatMap((one) => leaves(one, `${path} ${one.name()}`));
  const commands = leaves(program, 'patchbay');

  it('is listed in docs/commands.md, every command once and nothing else', () => {
    const listed = [...read('docs/commands.md').matchAll(/^\| `(patchbay(?: [a-z-]+)+)/gm)].map((match) => match[1]!);
    expect(listed.map((one) => one.replace(/ --.*$/, '').trim()).sort()).toEqual(
      commands.map(({ path }) => path).sort(),
    );
  });

  it('takes every command, subcommand and option that the pages name', () => {
    for (const page of PAGES.filter((one) => one !== 'CHANGELOG.md')) {
      for (const [line] of read(page).matchAll(
        /patchbay (?:-- )?(?:keys|projects|operators|audit|backup|encryption-keys) [^\n`|]*/g,
      )) {
        const [, ...words] = line.replace('-- ', '').split(/\s+/);
        const found = commands.find(({ path }) => words.join(' ').startsWith(path.slice('patchbay '.length)));
        if (found === undefined && !/^(keys|projects|operators|audit)$/.test(words[0] ?? '')) continue;
        expect(found, `${page}: ${line}`).toBeDefined();
        const options = found!.command.options.map(({ long }) => long);
        for (const option of line.replace('patchbay -- ', '').match(/ --[a-z-]+/g) ?? [])
          expect([...options, '--help'], `${page}: ${line}`).toContain(option.trim());
      }
    }
  });

  it('describes every command, argument and option', () => {
    const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
    for (const command of all(program)) {
      expect(command.description(), command.name()).not.toBe('');
      for (const option of command.options)
        expect(option.description, `${command.name()} ${option.flags}`).not.toBe('');
      for (const argument of command.registeredArguments)
        expect(argument.description, `${command.name()} <${argument.name()}>`).not.toBe('');
    }
  });
});

describe('docs/architecture.md', () => {
  const page = read('docs/architecture.md');
  const rooms = [...page.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`src\/([\w-]+)(?:\/|\.ts)`/g)].map((match) => match[1]!),
  );

  it('lists every room that is there, and none that is not', () => {
    const there = readdirSync(join(ROOT, 'src'))
      .filter((name) => !/\.(test|d)\.ts$/.test(name))
      .map((name) => name.replace(/\.ts$/, ''));
    expect([...rooms].sort()).toEqual(there.sort());
    for (const room of rooms) expect(Object.keys(MAY_IMPORT)).toContain(room);
  });

  it('names every capability of the platform', () => {
    const row = page
      .split('\n')
      .find((line) => line.startsWith('| `src/platform/`'))!
      .toLowerCase();
    const words: Readonly<Record<string, string>> = {
      audit: 'audit log',
      registry: 'registry',
      'tool-feedback': 'tool feedback',
    };
    for (const name of PLATFORM_ORDER.filter((one) => existsSync(join(ROOT, 'src/platform', one))))
      expect(row).toContain(words[name] ?? name.replaceAll('-', ' '));
  });
});
