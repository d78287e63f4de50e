import { type Answer, json, Refusal } from '../kit/index.ts';
import { badRequest, forbidden, notFound } from './errors.ts';
import { textOf } from './item.ts';
import { type Caller, type FileContent, type HumaansCall, nextId } from './state.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const escapePdf = (text: string): string => text.replace(/[\\()]/g, (mark) => `\\${mark}`);

/** A one-page PDF that shows a line of text. */
export function minimalPdf(line: string): Buffer {
  const content = `BT /F1 18 Tf 72 720 Td (${escapePdf(line)}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = Buffer.byteLength(text, 'latin1');
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = Buffer.byteLength(text, 'latin1');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const initialsPhoto = (filename: string): Buffer => {
  const initials = filename
    .split(/[.\d]/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('')
    .replace(/[^A-Z]/g, '');
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#5b6472"/><text x="32" y="40" font-family="sans-serif" font-size="24" fill="#fff" text-anchor="middle">${initials}</text></svg>`,
  );
};

function generated(filename: string): FileContent {
  if (filename.endsWith('.svg')) return { type: 'image/svg+xml', bytes: initialsPhoto(filename) };
  if (filename.endsWith('.csv')) return { type: 'text/csv; charset=utf-8', bytes: Buffer.from('id,email\r\n') };
  return { type: 'application/pdf', bytes: minimalPdf(filename) };
}

/** `POST /files`: one file as multipart form data; its id goes into `fileId`, `profilePhotoId` and `leavingFileId`. */
export async function uploadFile(call: HumaansCall, caller: Caller): Promise<Answer> {
  if (!caller.token.scopes.some((scope) => scope === 'documents:write' || scope === 'private:write'))
    throw forbidden('documents:write', 'missing scope');
  if (!(call.headers['content-type'] ?? '').startsWith('multipart/form-data'))
    throw badRequest([{ name: 'file', reason: 'send multipart/form-data' }]);
  const file = (await call.form()).get('file');
  if (!(file instanceof File)) throw badRequest([{ name: 'file', reason: 'is required' }]);
  if (file.size > MAX_BYTES) throw badRequest([{ name: 'file', reason: `must be at most ${MAX_BYTES} bytes` }]);
  const { state, timestamp, baseUrl } = call;
  const id = nextId(state, 'files');
  const filename = file.name === '' ? 'file' : file.name.slice(0, 255);
  state.uploads.set(id, { type: 'application/octet-stream', bytes: Buffer.from(await file.arrayBuffer()) });
  state.database.table('files').insert({ id, filename, createdAt: timestamp });
  return json(201, { id, filename, url: `${baseUrl}/files/${id}/${encodeURIComponent(filename)}` });
}

/** `GET /files/:id/:name`: the bytes behind the addresses in `file.url` and `profilePhoto.variants`. */
export function downloadFile(call: HumaansCall): Answer {
  const file = call.state.database.table('files').get(call.params['id'] ?? '');
  if (file === undefined) throw new Refusal(notFound());
  const { type, bytes } = call.state.uploads.get(file.id) ?? generated(textOf(file, 'filename'));
  // Always an attachment: an uploaded page must not run as part of this server.
  return { status: 200, headers: { 'content-type': type, 'content-disposition': 'attachment' }, body: bytes };
}
