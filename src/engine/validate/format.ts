import { type Finding, SourceFile } from '../parse/index.ts';
import type { ConnectorFiles, Diagnostic } from '../program.ts';

/** Widest part of a line that is shown. */
const WIDTH = 120;

/**
 * Diagnostics for people: each with its place, the line it is about, a mark under the part that is meant, and what to
 * do. Plain text without colours; ends without a line break.
 */
export function formatDiagnostics(
  diagnostics: readonly (Diagnostic & Partial<Omit<Finding, 'code'>>)[],
  files: ConnectorFiles,
): string {
  const sources = new Map<string, SourceFile>();
  const sourceOf = (name: string): SourceFile => {
    const text = Object.hasOwn(files, name) ? files[name] : undefined;
    const made = sources.get(name) ?? new SourceFile(name, typeof text === 'string' ? text.replace(/^\ufeff/, '') : '');
    sources.set(name, made);
    return made;
  };
  const blocks = diagnostics.map((one) => frame(one, sourceOf(one.file)));
  return [...blocks, ...(diagnostics.length === 0 ? [] : [summary(diagnostics)])].join('\n\n');
}

/** `2 errors, 1 warning`. */
function summary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']): string[] => {
    const many = diagnostics.filter((one) => one.severity === severity).length;
    return many === 0 ? [] : [`${many} ${severity}${many === 1 ? '' : 's'}`];
  };
  return [...count('error'), ...count('warning')].join(', ');
}

function frame(one: Diagnostic & Partial<Omit<Finding, 'code'>>, source: SourceFile): string {
  const place = one.file === '' ? '' : `${printable(one.file)}:${one.line}:${one.column} `;
  const head = `${place}${one.severity}: ${printable(one.message)} [${one.code}]`;
  const help = one.help === undefined ? [] : [`  help: ${printable(one.help)}`];
  const line = source.lineText(one.line);
  if (line.trim() === '') return [head, ...help].join('\n');
  const end =
    one.endLine === undefined ? one.column + 1 : one.endLine === one.line ? (one.endColumn ?? 0) : line.length + 1;
  const from = one.column - 1;
  const length = Math.max(1, Math.min(end, line.length + 1) - one.column);
  const cut = windowOf(line, from, length);
  const gutter = String(one.line);
  const blank = ' '.repeat(gutter.length);
  const mark = ' '.repeat(columnsOf(cut.text.slice(0, cut.from))) + '^'.repeat(Math.max(1, cut.length));
  return [head, `  ${blank} |`, `  ${gutter} | ${printable(cut.text)}`, `  ${blank} | ${mark}`, ...help].join('\n');
}

/** The part of a long line around what is meant. */
function windowOf(line: string, from: number, length: number): { text: string; from: number; length: number } {
  const whole = line.trimEnd();
  if (whole.length <= WIDTH) return { text: whole, from, length: Math.min(length, Math.max(1, whole.length - from)) };
  const start = Math.max(0, Math.min(from - 40, whole.length - WIDTH));
  const cut = whole.slice(start, start + WIDTH);
  const text = `${start > 0 ? '…' : ''}${cut}${start + WIDTH < whole.length ? '…' : ''}`;
  const shifted = from - start + (start > 0 ? 1 : 0);
  return { text, from: shifted, length: Math.min(length, Math.max(1, WIDTH - (from - start))) };
}

/** Tabs are one column wide in the frame, so that the mark stands under its text. */
const printable = (text: string): string => text.replaceAll('\t', ' ').replace(/(?![\n])\p{Cc}/gu, '\u{fffd}');

const columnsOf = (text: string): number => text.length;
