import type { Findings } from './finding.ts';
import { SourceFile } from './source-file.ts';

/** Control characters but tab and line breaks, halves of surrogate pairs, and what is no character at all. */
const FORBIDDEN = /(?![\t\n\r\u0085])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

/**
 * Prepares the text of a file for reading: drops a byte order mark and reports characters that no YAML text holds.
 * @returns nothing when the file cannot be read at all
 */
export function readableText(name: string, text: string, findings: Findings): SourceFile | undefined {
  const source = new SourceFile(name, text.startsWith('\ufeff') ? text.slice(1) : text);
  const found = FORBIDDEN.exec(source.text);
  if (found) {
    const span = { source, start: found.index, end: found.index + 1 };
    const zeros = source.text.slice(0, 1000).split('\0').length - 1;
    findings.add(
      'not-text',
      span,
      '',
      zeros > 100
        ? 'This file looks like UTF-16 or binary data.'
        : `The character U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} may not stand in a YAML file.`,
      zeros > 100 ? { help: 'Save it as UTF-8.' } : {},
    );
    return undefined;
  }
  const replaced = source.text.indexOf('\ufffd');
  if (replaced !== -1) {
    findings.add(
      'wrong-encoding',
      { source, start: replaced, end: replaced + 1 },
      '',
      'This file holds the replacement character U+FFFD: some text was lost when it was read or saved.',
      { help: 'Save it as UTF-8.' },
    );
  }
  return source;
}
