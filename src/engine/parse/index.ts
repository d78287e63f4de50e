import type { ConnectorFiles } from '../program.ts';
import { Converter } from './convert.ts';
import { type Finding, Findings } from './finding.ts';
import { fitsLimits, sortFolder } from './folder.ts';
import { LIMITS } from './limits.ts';
import type { Located, LocatedMapping } from './located.ts';
import { PartialJoiner } from './partials.ts';
import type { SourceFile } from './source-file.ts';
import { readableText } from './text-checks.ts';
import { readYaml } from './yaml-document.ts';
import { wordComplaint } from './yaml-messages.ts';

export { type Finding, type FindingExtras, Findings } from './finding.ts';
export {
  describe,
  type Located,
  type LocatedBroken,
  type LocatedEntry,
  type LocatedList,
  type LocatedMapping,
  type LocatedScalar,
  quote,
  type Span,
  setOwn,
  toPlain,
  writtenText,
} from './located.ts';
export { didYouMean, nearest } from './nearest.ts';
export { pathText } from './path.ts';
export { sourceOffset } from './scalar-offset.ts';
export { SourceFile } from './source-file.ts';

/** A connector's files as one located mapping, before anything is known about the keys in it. */
export interface ParsedConnector {
  /** Absent when the main file is missing or cannot be read. */
  readonly root?: LocatedMapping;
  /** Whether a file could not be read, so that what it defines is unknown. */
  readonly incomplete: boolean;
  /** Sorted by file, line, column. */
  readonly diagnostics: readonly Finding[];
}

/**
 * Reads the files of one connector folder: finds the main file, reads the YAML and joins the partials it refers to.
 * Takes any text and never throws; what is wrong comes back as diagnostics.
 */
export function parseConnector(files: ConnectorFiles): ParsedConnector {
  const findings = new Findings();
  if (!fitsLimits(files, findings)) return { incomplete: true, diagnostics: findings.sorted() };
  const { main, partials } = sortFolder(files, findings);
  const budget = { spent: 0 };
  const read = (name: string): Located | undefined => {
    const source = readableText(name, files[name]!, findings);
    return source && readFile(source, findings, budget);
  };

  const joiner = new PartialJoiner(partials, read, findings);
  const root = main === undefined ? undefined : mainMapping(read(main), findings);
  const joined = root && joiner.join(root);
  if (joined && !joiner.incomplete) {
    for (const name of partials) if (!joiner.used.has(name)) reportUnused(name, files[name]!, findings);
  }
  return {
    ...(joined ? { root: joined } : {}),
    incomplete: joiner.incomplete || joined === undefined,
    diagnostics: findings.sorted(),
  };
}

function mainMapping(root: Located | undefined, findings: Findings): LocatedMapping | undefined {
  if (!root || root.kind === 'mapping') return root;
  if (root.kind === 'broken') return undefined;
  const message =
    root.kind === 'scalar' && root.value === null
      ? 'The main file is empty.'
      : 'The main file must be a mapping that starts with "StackOne: 1.0.0".';
  findings.add('wrong-type', root, '', message);
  return undefined;
}

function readFile(source: SourceFile, findings: Findings, budget: { spent: number }): Located | undefined {
  const outcome = readYaml(source);
  if (outcome.limit !== undefined) {
    const span = { source, start: outcome.offset, end: outcome.offset + 1 };
    if (outcome.limit === 'nesting')
      findings.add('too-deep', span, '', `Values may be nested ${LIMITS.nesting} levels deep.`);
    else findings.add('too-large', span, '', 'This file holds more values than a connector may have.');
    return undefined;
  }
  if (outcome.complaints !== undefined) {
    const { start, end, message, help } = wordComplaint(source, outcome.complaints);
    findings.add('yaml-syntax', { source, start, end }, '', message, { help });
    return undefined;
  }
  return new Converter(source, findings, budget).convert(outcome.root);
}

function reportUnused(name: string, text: string, findings: Findings): void {
  const source = readableText(name, text, new Findings());
  if (!source) return;
  findings.add(
    'unused-partial',
    { source, start: 0, end: source.lineText(1).length },
    '',
    'Nothing refers to this partial, so it is not part of the connector.',
    {
      help: `Add "- $ref: ${name.replace(/\.s1\.partial\.ya?ml$/, '')}" to the actions of the main file.`,
    },
  );
}
