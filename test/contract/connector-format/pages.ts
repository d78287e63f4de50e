import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the pages are. */
export const DOCS = join(import.meta.dirname, '../../../docs');

/** A fenced block of a page. */
export interface Block {
  /** `page.md:line` of its first line, for messages. */
  readonly at: string;
  /** Words behind the opening fence: the language, then what the block is. */
  readonly words: readonly string[];
  readonly text: string;
}

/** The rows of a table that says which keys blocks of the format have. */
export interface KeyTable {
  readonly at: string;
  /** Names of the blocks, each as `what`, or `what (variant)` where blocks share a name. */
  readonly blocks: readonly string[];
  readonly keys: readonly string[];
}

/** A page of the connector format. */
export interface Page {
  /** Path below `docs`. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly keyTables: readonly KeyTable[];
}

const FENCE = /^```(.*)$/;

function blocksOf(name: string, lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: { readonly line: number; readonly words: readonly string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = FENCE.exec(line);
    if (fence === null) continue;
    if (open === undefined) {
      open = { line: index, words: (fence[1] ?? '').trim().split(/\s+/).filter(Boolean) };
      continue;
    }
    blocks.push({
      at: `${name}:${open.line + 2}`,
      words: open.words,
      text: lines.slice(open.line + 1, index).join('\n'),
    });
    open = undefined;
  }
  if (open !== undefined) throw new Error(`${name}:${open.line + 1}: the block is never closed`);
  return blocks;
}

/** The rows, as cells, of the table whose heading stands right below a line; none where no table stands there. */
function rowsBelow(lines: readonly string[], line: number): string[][] {
  const end = lines.findIndex((text, index) => index > line && !text.startsWith('|'));
  return lines.slice(line + 3, end === -1 ? undefined : Math.max(end, line + 3)).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The texts between backticks. */
export const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

function keyTablesOf(name: string, lines: readonly string[]): KeyTable[] {
  return lines.flatMap((line, index) => {
    const marker = /^<!-- keys: (.+) -->$/.exec(line);
    if (marker === null) return [];
    return [
      {
        at: `${name}:${index + 1}`,
        blocks: (marker[1] ?? '').split('; '),
        keys: rowsBelow(lines, index).flatMap(([first = '']) => codesIn(first)),
      },
    ];
  });
}

/** Reads a page below `docs`. */
export function readPage(name: string): Page {
  const text = readFileSync(join(DOCS, name), 'utf8');
  const lines = text.split('\n');
  return { name, text, blocks: blocksOf(name, lines), keyTables: keyTablesOf(name, lines) };
}

/** Every page of the connector format, the first one first. */
export function readPages(): readonly Page[] {
  const folder = join(DOCS, 'connector-format');
  const more = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md')) : [];
  return ['connector-format.md', ...more.sort().map((file) => `connector-format/${file}`)].map(readPage);
}

/** The rows of all tables under a marker `<!-- name -->`. */
export const tableRows = (pages: readonly Page[], name: string): string[][] =>
  pages.flatMap(({ text }) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) => (line === `<!-- ${name} -->` ? rowsBelow(lines, index) : []));
  });

/** A link to another place in the repository. */
interface Link {
  readonly at: string;
  readonly path: string;
  readonly anchor: string;
}

/** The links of a page that stay in the repository. */
export const linksOf = ({ name, text }: Page): Link[] =>
  [...text.matchAll(/\]\(([^)\s]*)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link))
    .map((link) => {
      const [path = '', anchor = ''] = link.split('#');
      return { at: name, path, anchor };
    });

/** The anchors that headings of a page get. */
export const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
