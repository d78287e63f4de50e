/** Where a command writes: results to `out`, everything about the run to `err`. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The terminal. */
export const terminal: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};
