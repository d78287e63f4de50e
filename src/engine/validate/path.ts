import { pathText, type Span } from '../parse/index.ts';

/** Where in the document a value stands: a chain of steps up to the root. */
export interface Path {
  readonly up: Path | undefined;
  readonly step: string | number;
  /** The key, where the step is one. */
  readonly key: Span | undefined;
}

/** The top of the document. */
export const ROOT: Path = { up: undefined, step: '', key: undefined };

/** The path one step further down. */
export function under(up: Path, step: string | number, key?: Span): Path {
  return { up, step, key };
}

/** The path as text, for example `actions[3].steps[0].stepId`. */
export function textOf(path: Path): string {
  const steps: (string | number)[] = [];
  for (let at = path; at.up !== undefined; at = at.up) steps.push(at.step);
  return pathText(steps.reverse());
}

/** What to call the value at a path in a sentence: `"url"` or `Item 2 of "args"`. */
export function nameOf(path: Path): string {
  if (path.up === undefined) return 'The file';
  if (typeof path.step === 'string') return `"${path.step}"`;
  return `Item ${path.step + 1} of ${nameOf(path.up)}`;
}
