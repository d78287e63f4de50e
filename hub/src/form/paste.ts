import type { Field } from '../model/connector.ts';

/** Characters that come along when a key is copied from a page, a chat or a PDF and that nobody can see. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;

/**
 * The text as it was meant: without invisible characters and surrounding white space. In a one-line field line breaks
 * inside (from a key wrapped over lines) go too.
 */
export function cleanPaste(field: Pick<Field, 'type' | 'masked'>, pasted: string): string {
  const visible = pasted.replace(INVISIBLE, '').trim();
  if (field.type === 'text_area') return visible;
  return field.masked ? visible.replace(/\s*[\r\n]+\s*/g, '') : visible.replace(/\s*[\r\n]+\s*/g, ' ');
}
