import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAY_IMPORT, PLATFORM_ORDER } from './rooms.ts';
import { ROOT, type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles('src');
const isTest = (path: string) => path.endsWith('.test.ts') || path.includes('/testing/');
const product = files.filter((file) => !isTest(file.path));

const roomOf = (path: string): string => (path.split('/')[1] ?? '').replace(/\.ts$/, '');
const capabilityOf = (path: string): string => path.split('/')[2] ?? '';

/** Says why an import is against the picture, or nothing. */
function objection(from: string, to: string): string | undefined {
  const [room, target] = [roomOf(from), roomOf(to)];
  const allowed = MAY_IMPORT[room];
  if (allowed === undefined) return `${from}: "${room}" is no room of the house`;
  if (!to.startsWith('src/')) return room === 'main' ? undefined : `${from} imports ${to} from outside src`;
  if (room === target) {
    if (room !== 'platform' || capabilityOf(from) === capabilityOf(to)) return;
    const [mine, theirs] = [capabilityOf(from), capabilityOf(to)].map((name) => PLATFORM_ORDER.indexOf(name));
    if (mine === -1 || theirs === -1 || theirs! >= mine!) return `${from} imports ${to} against the platform order`;
    return to.endsWith('/index.ts') ? undefined : `${from} imports ${to} past its index.ts`;
  }
  if (!allowed.includes('*') && !allowed.includes(target)) return `${from} (${room}) may not import ${to} (${target})`;
  const singleFile = to.split('/').length === 2;
  return singleFile || to.endsWith('/index.ts') ? undefined : `${from} imports ${to} past its index.ts`;
}

/** Strongly connected sets of value imports with more than one file (Tarjan). */
function cycles(all: readonly SourceFile[]): string[][] {
  const edges = new Map(all.map((file) => [file.path, file.imports.filter((i) => !i.typeOnly).map((i) => i.path)]));
  const [order, low, onStack, stack, found] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Set<string>(),
    [] as string[],
    [] as string[][],
  ];
  const visit = (path: string): void => {
    order.set(path, order.size);
    low.set(path, order.get(path)!);
    stack.push(path);
    onStack.add(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (onStack.has(next)) low.set(path, Math.min(low.get(path)!, low.get(next)!));
    }
    if (low.get(path) !== order.get(path)) return;
    const set: string[] = [];
    for (let top = stack.pop()!; ; top = stack.pop()!) {
      onStack.delete(top);
      set.push(top);
      if (top === path) break;
    }
    if (set.length > 1) found.push(set);
  };
  for (const path of edges.keys()) if (!order.has(path)) visit(path);
  return found;
}

describe('the house', () => {
  it('imports only in the directions of the picture, through index files', () => {
    const objections = product.flatMap((file) =>
      file.imports.map((i) => objection(file.path, i.path)).filter((o) => o !== undefined),
    );
    expect(objections).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(cycles(files)).toEqual([]);
  });

  it('exports by name only', () => {
    expect(files.filter((file) => /^export default/m.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('reads the environment in config.ts only', () => {
    const readers = product
      .filter((file) => /process\.env\b|from 'node:process'/.test(file.text))
      .map((file) => file.path);
    expect(readers.filter((path) => path !== 'src/config.ts')).toEqual([]);
  });

  it('names no provider outside the sandbox', () => {
    const keys = readdirSync(join(ROOT, 'connectors'), { withFileTypes: true })
      .filter((e) => e.isDirectory())
      .map((e) => e.name);
    expect(keys.length).toBeGreaterThan(0);
    const names = new RegExp(`\\b(${keys.join('|')})`, 'i');
    const offenders = product.filter((file) => !file.path.startsWith('src/sandbox/') && names.test(file.text));
    expect(offenders.map((file) => file.path)).toEqual([]);
  });

  it('keeps hand-written files under 500 lines', () => {
    const long = sourceFiles('src', 'test', 'bench', 'tools', 'hub').filter(
      (file) => file.text.split('\n').length > 500,
    );
    expect(long.filter((file) => !file.path.includes('.generated.')).map((file) => file.path)).toEqual([]);
  });
});
