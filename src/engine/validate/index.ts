import type { ConnectorDefinition } from '../definition.ts';
import { type Finding, Findings, type ParsedConnector } from '../parse/index.ts';
import { connector } from './blocks/connector.ts';
import { Context } from './context.ts';
import { namesOf } from './names.ts';
import { ROOT } from './path.ts';

export { type CodeRow, DIAGNOSTIC_CODES, type DiagnosticCode } from './codes.ts';
export { formatDiagnostics } from './format.ts';

/** What validating a parsed connector yields. */
export interface ValidatedConnector {
  /** Absent when there is a diagnostic of severity `error`. */
  readonly definition?: ConnectorDefinition;
  /** Those of reading the files included. Sorted by file, line, column. */
  readonly diagnostics: readonly Finding[];
}

/**
 * Checks a parsed connector against the format and normalises it. What the published engine would load and run is
 * never an error; what is doubtful about it is a warning. Never throws.
 */
export function validateConnector(parsed: ParsedConnector): ValidatedConnector {
  const findings = new Findings(parsed.diagnostics);
  if (parsed.root === undefined) return { diagnostics: findings.sorted() };
  const context = new Context(findings, namesOf(parsed.root, parsed.incomplete));
  const definition = connector.read(parsed.root, ROOT, context);
  const diagnostics = findings.sorted();
  return definition === undefined || findings.hasErrors ? { diagnostics } : { definition, diagnostics };
}
