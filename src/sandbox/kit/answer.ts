/** What an emulator answers: the body is already text or bytes, exactly as the client shall receive it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

type Headers = Readonly<Record<string, string>>;

/** A JSON answer. */
export const json = (status: number, value: unknown, headers: Headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value) ?? 'null',
});

/** A JSON answer with status 200. */
export const ok = (value: unknown, headers: Headers = {}): Answer => json(200, value, headers);

/** An HTML answer. */
export const html = (status: number, text: string, headers: Headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', ...headers },
  body: text,
});

/** A plain text answer. */
export const text = (status: number, body: string, headers: Headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

/** An answer without a body. */
export const empty = (status = 204, headers: Headers = {}): Answer => ({ status, headers, body: null });

/** A redirect. @param location absolute URL or path */
export const redirect = (status: 301 | 302 | 303 | 307 | 308, location: string): Answer => empty(status, { location });

/** Carries an answer out of nested code: `throw new Refusal(answer)` ends the call with it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Answered ${answer.status}`);
    this.answer = answer;
  }
}
