import type { SourceFile } from './source-file.ts';
import type { YamlComplaint } from './yaml-document.ts';

/** A complaint of the YAML reader in words an author can act on. */
export interface YamlMessage {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help?: string | undefined;
}

/** Words the first mistake of a file; those after it are mostly its consequences. */
export function wordComplaint(source: SourceFile, complaints: readonly YamlComplaint[]): YamlMessage {
  const first = complaints[0]!;
  const also = (code: string): boolean => complaints.some((one) => one.code === code);
  const said = word(source, first, also);
  const start = said.start ?? first.start;
  return {
    start,
    end: Math.max(said.end ?? first.end, start + 1),
    message: said.message,
    help: unquotedExpressionHelp(source, start) ?? said.help,
  };
}

interface Words {
  readonly message: string;
  readonly help?: string;
  readonly start?: number;
  readonly end?: number;
}

function word(
  source: SourceFile,
  { code, message, start, end, openQuote }: YamlComplaint,
  also: (code: string) => boolean,
): Words {
  const { text } = source;
  const lineEnd = endOfLine(text, start);
  const here = text.slice(start, lineEnd);
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (also('MULTILINE_IMPLICIT_KEY')) {
        const next = nextContent(text, lineEnd);
        return {
          start: next,
          end: endOfLine(text, next),
          message: 'This line is indented deeper than the line before it, which already has a value.',
          help: 'Give it the same indentation as the line before.',
        };
      }
      return {
        end: lineEnd,
        message: 'An unquoted text may not contain ": ".',
        help: `Put the whole value in quotes: ${quoted(here)}`,
      };
    case 'MULTILINE_IMPLICIT_KEY': {
      if (/^[\w$-]+:\S/.test(here)) return { end: lineEnd, message: 'A space is missing after the colon.' };
      return {
        end: lineEnd,
        message: 'This line is neither "key: value" nor part of a longer text.',
        help: 'Is a colon missing after the key?',
      };
    }
    case 'MISSING_CHAR':
      return missingCharacter(source, message, start, openQuote);
    case 'BAD_INDENT':
      if (message.startsWith('Flow'))
        return { message: `The ${message.includes('sequence') ? '"["' : '"{"'} above is not closed.` };
      return {
        end: lineEnd,
        message: 'The indentation of this line fits neither the lines above it nor any level around them.',
      };
    case 'TAB_AS_INDENT':
      return { message: 'This line is indented with a tab; YAML allows spaces only.' };
    case 'BAD_SCALAR_START':
      return {
        end: lineEnd,
        message: `An unquoted text may not start with ${JSON.stringify(text[start] ?? '')}.`,
        help: `Put the value in quotes: ${quoted(here)}`,
      };
    case 'BAD_DQ_ESCAPE':
      return {
        end,
        message: `${text.slice(start, start + 2)} is not an escape of double-quoted text.`,
        help: 'Write the backslash twice, or put the text in single quotes.',
      };
    case 'MULTIPLE_DOCS':
      return { message: 'A file holds one document; "---" starts a second one.' };
    case 'DIRECTIVE':
      return { message: 'Directives (lines that start with "%") are not part of the format.' };
    case 'UNEXPECTED_TOKEN':
      return unexpected(source, message, start, end);
    default:
      return { message: `${message.split('\n')[0]!.replace(/\.$/, '')}.` };
  }
}

function missingCharacter(source: SourceFile, message: string, start: number, openQuote: number | undefined): Words {
  if (message.startsWith('Missing closing')) {
    const at = openQuote ?? start;
    return { start: at, end: at + 1, message: 'The quote that starts here is never closed.' };
  }
  if (message.startsWith('Sequence item')) {
    return {
      end: endOfLine(source.text, start),
      message: 'This line stands among the items of a list but does not start with "- ".',
      help: 'Check its indentation: keys of an item stand under the first key of the item.',
    };
  }
  if (message.includes('flow')) return { message: 'A comma is missing between two items in brackets or braces.' };
  if (message.startsWith('Comments')) return { message: 'A "#" needs a space before it to start a comment.' };
  if (message.startsWith('Implicit map keys')) {
    return { end: endOfLine(source.text, start), message: 'A key without a colon and a value.' };
  }
  return { message: `${message}.` };
}

function unexpected({ text }: SourceFile, message: string, start: number, end: number): Words {
  if (message.startsWith('Not a YAML token'))
    return { message: 'Nothing but a comment may follow "|" or ">" on its line.' };
  const before = text.slice(0, start).trimEnd().at(-1);
  if (message.endsWith('at node end') && before === "'") {
    return { end, message: 'Text follows the closing quote.', help: "Inside single quotes write '' for a quote." };
  }
  if (message.endsWith('at node end') && before === '"') {
    return { end, message: 'Text follows the closing quote.', help: 'Inside double quotes write \\" for a quote.' };
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const valueStart = /^\s*(?:- )*(?:[^\s:]+:\s+)?(\*)/.exec(text.slice(lineStart, endOfLine(text, start)));
  if (valueStart) {
    return { message: 'An unquoted text may not start with "*".', help: 'Put the value in quotes.' };
  }
  if (message.endsWith('at node end')) return { end, message: 'Text follows a value that is already complete.' };
  const token = text.slice(start, end);
  return { message: `${JSON.stringify(token)} makes no sense here.` };
}

function unquotedExpressionHelp({ text }: SourceFile, start: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, endOfLine(text, start));
  const found = /^\s*(?:- )*(?:[^\s:]+:\s+)?(\{\{.*\}\}.*)$/.exec(line);
  return found ? `Expressions in double braces must be quoted: ${quoted(found[1]!)}` : undefined;
}

const quoted = (value: string): string => {
  const trimmed = value.trim();
  const shown = trimmed.length > 70 ? `${trimmed.slice(0, 67)}…` : trimmed;
  return `'${shown.replaceAll("'", "''")}'`;
};

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
};

const nextContent = (text: string, from: number): number => {
  const found = /\S/g;
  found.lastIndex = from;
  return found.exec(text)?.index ?? from;
};
