import { engineFailure } from '../outcome.ts';

/**
 * The bytes behind Base64 text; a `data:` URL is accepted too.
 * @throws StepError for anything else
 */
export function bytesFromBase64(content: unknown, what: string): Buffer {
  if (content instanceof Uint8Array) return Buffer.from(content);
  if (typeof content !== 'string' || content === '') throw engineFailure(`${what} has no content.`, 400);
  const text = (/^data:[^,]*;base64,/.test(content) ? content.slice(content.indexOf(',') + 1) : content).replace(
    /\s+/g,
    '',
  );
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw engineFailure(`The content of ${what} must be in Base64.`, 400);
  return Buffer.from(text, 'base64');
}
