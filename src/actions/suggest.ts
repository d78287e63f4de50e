/** Least number of single-character edits between two texts. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/** The known name closest to a wrong one, if it is close enough to be what was meant. */
export function closest(wrong: string, known: Iterable<string>): string | undefined {
  if (wrong.length > 128) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of known) {
    const edits = distance(wrong, name);
    if (edits < least) [best, least] = [name, edits];
  }
  return best;
}
