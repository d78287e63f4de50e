/** A text as one line that cannot steer the terminal: names come from elsewhere. */
export const plain = (text: string): string => text.replace(/\p{Cc}|\p{Cf}/gu, '\u{fffd}');

/** Rows under their headings, in columns as wide as needed. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows.map((row) => row.map(plain))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A time for people: to the minute, in UTC. */
export const shortTime = (iso: string | null, otherwise: string): string =>
  iso === null ? otherwise : `${iso.slice(0, 16).replace('T', ' ')}Z`;
