import type { LocatedScalar } from './located.ts';

/**
 * Offset in the file of a character of a text's value. Exact for all five ways of writing a text, as long as the
 * character or one after it on the same line is not white space; otherwise as near as folding allows.
 */
export function sourceOffset(scalar: LocatedScalar, valueOffset: number): number {
  const { source, start, end, style, value } = scalar;
  if (typeof value !== 'string') return start;
  const raw = source.text;
  const from = style === 'single' || style === 'double' ? start + 1 : start;
  const oneLine = style === 'plain' || style === 'single' || style === 'double';
  // Most texts are written as they are: nothing escaped, nothing folded.
  if (oneLine && raw.startsWith(value, from)) return from + Math.min(valueOffset, value.length);
  return walk(raw, bodyStart(raw, from, style), end, style, countVisible(value, valueOffset));
}

/** A block text starts on the line after its `|` or `>`. */
function bodyStart(raw: string, from: number, style: LocatedScalar['style']): number {
  if (style !== 'literal' && style !== 'folded') return from;
  const newline = raw.indexOf('\n', from);
  return newline === -1 ? from : newline + 1;
}

const countVisible = (value: string, before: number): number => {
  let count = 0;
  for (let at = 0; at < before && at < value.length; at += 1) if (!isSpace(value.charCodeAt(at))) count += 1;
  return count;
};

/** Offset of the visible character with the given number of visible characters before it. */
function walk(raw: string, from: number, end: number, style: LocatedScalar['style'], visible: number): number {
  let left = visible;
  let at = from;
  while (at < end) {
    const code = raw.charCodeAt(at);
    const width =
      style === 'double' && code === BACKSLASH ? escapeWidth(raw, at) : style === 'single' && code === QUOTE ? 2 : 1;
    const counts = width > 1 && style === 'double' ? !SPACE_ESCAPES.includes(raw[at + 1] ?? '') : !isSpace(code);
    if (counts) {
      if (left === 0) return at;
      left -= 1;
    }
    at += width;
  }
  return end;
}

const BACKSLASH = 0x5c;
const QUOTE = 0x27;
/** Escapes that stand for white space or nothing. */
const SPACE_ESCAPES = 'ntvfr \t\n\rN_LP';
const HEX_WIDTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

const escapeWidth = (raw: string, at: number): number => HEX_WIDTH[raw[at + 1] ?? ''] ?? 2;

const isSpace = (code: number): boolean =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x2028 ||
  code === 0x2029;
