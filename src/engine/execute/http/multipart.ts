import { randomBytes } from 'node:crypto';

/** A part of a form: a field, or a file when it has a file name. */
export interface FormPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly filename?: string;
  readonly contentType?: string;
}

/** Names in part headers are quoted; what would end the quote is encoded the way browsers do. */
const quoted = (text: string): string =>
  `"${text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}"`;

const cleanType = (type: string): string => type.replace(/[^\x20-\x7e]/g, '');

/** Writes a `multipart/form-data` body. */
export function encodeMultipart(parts: readonly FormPart[]): {
  readonly bytes: Uint8Array;
  readonly contentType: string;
} {
  const boundary = `patchbay-${randomBytes(18).toString('hex')}`;
  const chunks: Buffer[] = [];
  for (const { name, content, filename, contentType } of parts) {
    const file = filename === undefined ? '' : `; filename=${quoted(filename)}`;
    const type = contentType === undefined ? '' : `content-type: ${cleanType(contentType)}\r\n`;
    chunks.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name=${quoted(name)}${file}\r\n${type}\r\n`),
    );
    chunks.push(typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content), Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { bytes: Buffer.concat(chunks), contentType: `multipart/form-data; boundary=${boundary}` };
}
