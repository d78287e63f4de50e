import type { ConnectorFiles } from '../program.ts';
import type { Findings } from './finding.ts';
import { LIMITS } from './limits.ts';
import { SourceFile } from './source-file.ts';

const PARTIAL = /\.s1\.partial\.ya?ml$/;
const MAIN = /\.connector\.s1\.ya?ml$/;
const MERGED = /\.s1\.ya?ml$/;
const YAML = /\.ya?ml$/i;

/** The files of a connector folder by the part they play. */
export interface Folder {
  readonly main: string | undefined;
  /** Names of the partials, in the order given. */
  readonly partials: readonly string[];
}

/** Finds the main file and the partials of a folder by their names; reports what does not fit. */
export function sortFolder(files: ConnectorFiles, findings: Findings): Folder {
  const names = Object.keys(files);
  const partials = names.filter((name) => PARTIAL.test(name));
  const split = names.filter((name) => MAIN.test(name));
  const merged = names.filter((name) => MERGED.test(name) && !MAIN.test(name) && !PARTIAL.test(name));
  const candidates = split.length > 0 ? split : merged;
  const [main] = candidates;
  if (main === undefined) reportNoMain(names, findings);
  if (candidates.length > 1) {
    for (const name of candidates.slice(1)) {
      findings.add(
        'several-main-files',
        topOf(name, files),
        '',
        `Both ${main} and ${name} could be the main file of the connector.`,
        {
          help: 'Keep one connector in one folder.',
        },
      );
    }
  }
  for (const name of names) {
    const known = partials.includes(name) || candidates.includes(name);
    if (main === undefined || known || !YAML.test(name)) continue;
    const beside = MERGED.test(name)
      ? `: the main file is ${main}`
      : ': its name fits neither a connector nor a partial';
    findings.add('unused-file', topOf(name, files), '', `${name} is not read${beside}.`, {
      help: MERGED.test(name) ? undefined : 'Names end in .connector.s1.yaml or .s1.partial.yaml.',
    });
  }
  return { main, partials };
}

/** Whether the folder is small enough to be read; reports it if not. */
export function fitsLimits(files: ConnectorFiles, findings: Findings): boolean {
  const names = Object.keys(files);
  const first = names[0] ?? '';
  const top = { source: new SourceFile(first, ''), start: 0, end: 0 };
  if (names.length > LIMITS.files) {
    findings.add('too-large', top, '', `A connector may have ${LIMITS.files} files; this one has ${names.length}.`);
    return false;
  }
  let length = 0;
  for (const name of names) {
    const text: unknown = files[name];
    if (typeof text !== 'string') {
      findings.add(
        'not-text',
        { ...top, source: new SourceFile(name, '') },
        '',
        'The content of this file is not a text.',
      );
      return false;
    }
    if (YAML.test(name)) length += text.length;
    if (length > LIMITS.sourceLength) {
      const megabytes = LIMITS.sourceLength / 1024 / 1024;
      findings.add(
        'too-large',
        { ...top, source: new SourceFile(name, '') },
        '',
        `The files of a connector may be ${megabytes} MB together.`,
      );
      return false;
    }
  }
  return true;
}

function reportNoMain(names: readonly string[], findings: Findings): void {
  const near = names.find((name) => YAML.test(name)) ?? names[0] ?? '';
  findings.add(
    'no-main-file',
    { source: new SourceFile(near, ''), start: 0, end: 0 },
    '',
    'The folder has no main file.',
    { help: 'Name it <connector>.connector.s1.yaml, or <connector>.s1.yaml when all actions are inside.' },
  );
}

const topOf = (name: string, files: ConnectorFiles) => ({
  source: new SourceFile(name, files[name] ?? ''),
  start: 0,
  end: 0,
});
