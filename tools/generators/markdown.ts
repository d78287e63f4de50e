/** Text of a connector in running text: what looks like a tag is no tag. */
export const prose = (text: string): string => text.trim().replaceAll('<', '&lt;');

const CODE = /(`[^`]*`)/;

/** Text that stands in one cell of a table. Code in it stays as it is, but for what would end the cell. */
const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .split(CODE)
    .map((part) => (CODE.test(part) ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .trim();

/** Text as code. */
export const code = (text: string): string => `\`${text}\``;

/** Texts as code, with commas between them. */
export const codes = (texts: readonly string[]): string => texts.map(code).join(', ');

/** A table with a line for each row. Cells are Markdown in which nothing can end the cell. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** A heading with text below it; nothing where there is no text. */
export const section = (heading: string, text: string): string[] => (text === '' ? [] : [heading, text]);
