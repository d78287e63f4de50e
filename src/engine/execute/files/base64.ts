import { callerFailure, type StepError } from '../outcome.ts';

/**
 * The bytes behind Base64 text; a `data:` URL is accepted too.
 * @param refuse makes the error for anything else; the caller's unless told otherwise
 */
export function bytesFromBase64(
  content: unknown,
  what: string,
  refuse: (message: string) => StepError = callerFailure,
): Buffer {
  if (content instanceof Uint8Array) return Buffer.from(content);
  if (typeof content !== 'string' || content === '') throw refuse(`${what} has no content.`);
  const text = (/^data:[^,]*;base64,/.test(content) ? content.slice(content.indexOf(',') + 1) : content).replace(
    /\s+/g,
    '',
  );
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw refuse(`The content of ${what} must be in Base64.`);
  return Buffer.from(text, 'base64');
}
