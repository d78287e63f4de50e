import type { Socket } from 'node:net';
import { ERROR_TABLE, type ErrorCode, fail, isPatchbayError, PatchbayError } from '../kernel/index.ts';
import type { CommandUser } from './operation.ts';

/** What a command sends: one line of JSON. */
export interface Request {
  readonly name: string;
  readonly input: unknown;
  readonly user: CommandUser;
}

/** What the server answers: one line of JSON. */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly hint?: string } };

/** Most characters of a line in either direction. */
const LONGEST_LINE = 16 * 1_048_576;

/** The first line that arrives; undefined when the other side goes before it has sent one. */
export function readLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const from = text.length;
      text += chunk;
      const end = text.indexOf('\n', from);
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > LONGEST_LINE) reject(fail('body_too_large', { limit: LONGEST_LINE }));
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(undefined));
  });
}

/** The answer that carries an error. What is not of the error table tells nothing of itself; the log has it. */
export function refusal(error: unknown): Answer {
  const known = isPatchbayError(error) ? error : fail('operation_failed');
  return {
    ok: false,
    error: { code: known.code, message: known.message, ...(known.hint === undefined ? {} : { hint: known.hint }) },
  };
}

/** The result of an answer. @throws PatchbayError what the server refused with */
export function resultOf(answer: Answer): unknown {
  if (answer.ok) return answer.result;
  const { code, message, hint } = answer.error;
  throw Object.hasOwn(ERROR_TABLE, code)
    ? new PatchbayError(code as ErrorCode, message, hint, {})
    : fail('conflict', { reason: message });
}
