import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml';
import { LIMITS } from './limits.ts';
import type { SourceFile } from './source-file.ts';

/** A complaint of the YAML reader: its code, what it says and where. */
export interface YamlComplaint {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Offset of a quote that is never closed, if there is one. */
  readonly openQuote?: number | undefined;
}

/** What reading one file as YAML yields. */
export type YamlOutcome =
  | { readonly root: ParsedNode | null; readonly complaints?: undefined; readonly limit?: undefined }
  | { readonly complaints: readonly YamlComplaint[]; readonly root?: undefined; readonly limit?: undefined }
  | {
      readonly limit: 'nesting' | 'tokens';
      readonly offset: number;
      readonly root?: undefined;
      readonly complaints?: undefined;
    };

const OPTIONS = { uniqueKeys: false, prettyErrors: false, version: '1.2', logLevel: 'silent' } as const;
/** Enough to tell what kind of mistake it is; more are consequences of the first. */
const COMPLAINTS = 8;
/** The reader's own stack holds up to three entries for each level of the document. */
const STACK = LIMITS.nesting * 3 + 8;

class Stop extends Error {}

/**
 * Reads the text of a file as one YAML 1.2 document. Ends early at the first mistakes and at the limits, so that its
 * time and memory stay within bounds whatever the text. Never throws.
 */
export function readYaml(source: SourceFile): YamlOutcome {
  const complaints: YamlComplaint[] = [];
  let limit: { limit: 'nesting' | 'tokens'; offset: number } | undefined;
  let openQuote: number | undefined;

  const complain = (code: string, message: string, start: number, end: number): void => {
    complaints.push({ code, message, start, end, openQuote });
    if (complaints.length >= COMPLAINTS) throw new Stop();
  };

  const composer = new Composer<ParsedNode>(OPTIONS);
  // The composer collects errors without bound; hostile text makes millions. Its handler is a plain property.
  Reflect.set(composer, 'onError', (at: ComposerPlace, code: string, message: string, warning?: boolean) => {
    const [start, end] = spanOf(at);
    // The reader words anything thrown inside it, the end of the stack and our own stop included, this way.
    if (code === 'RESOURCE_EXHAUSTION') {
      if (complaints.length === 0) limit = { limit: 'nesting', offset: start };
      throw new Stop();
    }
    if (!warning) complain(code, message, start, end);
  });

  function* tokens() {
    const parser = new Parser();
    let offset = 0;
    let all = 0;
    let content = 0;
    for (const lexeme of new Lexer().lex(source.text)) {
      const first = lexeme.charCodeAt(0);
      all += 1;
      if (first > 0x20 && first !== HASH) content += 1;
      if (isOpenQuote(lexeme, first)) openQuote ??= offset;
      if (all > LIMITS.tokens || content > LIMITS.contentTokens) {
        limit = { limit: 'tokens', offset };
        throw new Stop();
      }
      for (const token of parser.next(lexeme)) {
        if (token.type === 'error') complain('UNEXPECTED_TOKEN', token.message, token.offset, token.offset + 1);
        else if (token.type === 'directive')
          complain('DIRECTIVE', token.source, token.offset, token.offset + token.source.length);
        else yield token;
      }
      if (parser.stack.length > STACK) {
        limit = { limit: 'nesting', offset };
        throw new Stop();
      }
      // Lexemes of control characters are markers of the lexer and take no room in the text.
      if (first > 0x1f || first === TAB || first === NEWLINE || first === RETURN) offset += lexeme.length;
    }
    yield* parser.end();
  }

  let document: Document.Parsed<ParsedNode> | undefined;
  try {
    for (const next of composer.compose(tokens(), true, source.text.length)) {
      if (document !== undefined) {
        complain('MULTIPLE_DOCS', '', next.range[0], next.range[0] + 3);
        break;
      }
      document = next;
    }
  } catch (error) {
    if (!(error instanceof Stop) && !(error instanceof RangeError)) {
      complaints.push({ code: 'IMPOSSIBLE', message: error instanceof Error ? error.message : '', start: 0, end: 0 });
    } else if (error instanceof RangeError) limit = { limit: 'nesting', offset: 0 };
  }
  if (limit !== undefined) return limit;
  if (complaints.length > 0) return { complaints: complaints.sort((a, b) => a.start - b.start) };
  return { root: document?.contents ?? null };
}

type ComposerPlace =
  | number
  | readonly [number, number]
  | readonly [number, number, number]
  | { offset: number; source?: string };

const HASH = 0x23;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

const spanOf = (at: ComposerPlace): [number, number] => {
  if (typeof at === 'number') return [at, at + 1];
  if ('offset' in at) return [at.offset, at.offset + (at.source?.length ?? 1)];
  return [at[0], at[1]];
};

const isOpenQuote = (lexeme: string, first: number): boolean =>
  (first === 0x22 || first === 0x27) && (lexeme.length === 1 || lexeme.charCodeAt(lexeme.length - 1) !== first);
