import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** One source file and what it imports from this repository by value or type. */
export interface SourceFile {
  /** Path from the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly { readonly path: string; readonly typeOnly: boolean }[];
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g;

const walk = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    if (name === 'node_modules' || name === 'dist' || name.startsWith('.')) return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });

/** Every TypeScript file under the given folders of the repository. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => walk(join(ROOT, folder)))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const found = [
        ...[...text.matchAll(IMPORT)].map((match) => ({ to: match[2]!, typeOnly: match[1] !== undefined })),
        ...[...text.matchAll(DYNAMIC)].map((match) => ({ to: match[1]!, typeOnly: false })),
      ];
      return {
        path: relative(ROOT, path).replaceAll('\\', '/'),
        text,
        imports: found.map(({ to, typeOnly }) => ({
          path: relative(ROOT, resolve(dirname(path), to)).replaceAll('\\', '/'),
          typeOnly,
        })),
      };
    });
}
