type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** What the code needs of a logger. Fields must never hold secrets; `err` holds a thrown value. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

const nothing: Write = () => {};

/** A logger that drops everything. */
export const silentLogger: Logger = Object.freeze({ debug: nothing, info: nothing, warn: nothing, error: nothing });
