import type { Diagnostic } from '../program.ts';
import type { DiagnosticCode } from '../validate/codes.ts';
import { DIAGNOSTIC_CODES } from '../validate/codes.ts';
import { LIMITS } from './limits.ts';
import type { Span } from './located.ts';

/** A diagnostic with what a human form needs besides. */
export interface Finding extends Diagnostic {
  readonly code: DiagnosticCode;
  /** Where the stretch it is about ends; 1-based, exclusive. */
  readonly endLine: number;
  readonly endColumn: number;
  /** What to do about it, where the message alone does not say. */
  readonly help?: string;
}

/** What a finding is about, besides its place. */
export interface FindingExtras {
  readonly help?: string | undefined;
  /** Overrides the severity of the code's row. */
  readonly severity?: 'error' | 'warning' | undefined;
}

/** Gathers findings: no two alike at one place, and of errors and warnings no more than the limit each. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #counts = { error: 0, warning: 0 };

  /** Starts with findings made before. */
  constructor(before: readonly Finding[] = []) {
    for (const one of before) {
      this.#counts[one.severity] += 1;
      this.#found.set(`${one.file}\n${one.line}:${one.column}\n${one.code}`, one);
    }
  }

  /** Adds a finding about a stretch of a file; `path` says where in the document. */
  add(code: DiagnosticCode, span: Span, path: string, message: string, extras: FindingExtras = {}): void {
    const severity = extras.severity ?? DIAGNOSTIC_CODES[code].severity;
    if (this.#counts[severity] >= LIMITS.findings) return;
    const said = bounded(message);
    const key = `${span.source.name}\n${span.start}\n${code}\n${said}`;
    if (this.#found.has(key)) return;
    this.#counts[severity] += 1;
    const overflow = this.#counts[severity] === LIMITS.findings;
    this.#found.set(
      key,
      overflow
        ? finding('too-many-findings', span, '', `There are more ${severity}s than can be listed here.`, { severity })
        : finding(code, span, path, said, { ...extras, severity }),
    );
  }

  /** Whether an error was found so far. */
  get hasErrors(): boolean {
    return this.#counts.error > 0;
  }

  /** All findings, by file, line and column. */
  sorted(): Finding[] {
    return [...this.#found.values()].sort(
      (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
    );
  }
}

const bounded = (text: string): string =>
  text.length > LIMITS.findingText ? `${text.slice(0, LIMITS.findingText - 1)}…` : text;

function finding(code: DiagnosticCode, span: Span, path: string, message: string, extras: FindingExtras): Finding {
  const from = span.source.positionAt(span.start);
  const to = span.source.positionAt(Math.max(span.end, span.start));
  return {
    file: span.source.name,
    line: from.line,
    column: from.column,
    severity: extras.severity ?? DIAGNOSTIC_CODES[code].severity,
    code,
    message,
    path: bounded(path),
    endLine: to.line,
    endColumn: to.column,
    ...(extras.help === undefined ? {} : { help: bounded(extras.help) }),
  };
}
