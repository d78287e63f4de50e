import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccount, type TestAccount } from './testing/account.ts';

const HEADERS = { authorization: 'Bearer humaansDemoFullAccess00000000000' };
let account: TestAccount;

beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const BOUNDARY = 'x-x-x';
const upload = (name: string, filename: string, content: Buffer) =>
  account.send('POST', '/files', {
    headers: { ...HEADERS, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: text/html\r\n\r\n`,
      ),
      content,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  });
const download = async (url: string) =>
  account.send('GET', new URL(url).pathname.replace('/sandbox/humaans', ''), { headers: HEADERS });

describe('an uploaded file', () => {
  it('gets an id for documents and can be read back', async () => {
    const { status, json } = await upload('file', 'résumé one.pdf', Buffer.from('content'));
    expect(status).toBe(201);
    expect(Object.keys(json)).toEqual(['id', 'filename', 'url']);
    expect(json.filename).toBe('résumé one.pdf');
    const person = (await account.owner.get('/people?$limit=1')).json.data[0];
    const [type] = await account.owner.all('/document-types');
    const body = { personId: person.id, name: 'CV', documentTypeId: type.id, fileId: json.id };
    const document = (await account.owner.post('/documents', body)).json;
    expect(document.file).toEqual({ id: json.id, url: json.url, filename: 'résumé one.pdf' });
    expect((await download(document.file.url)).text).toBe('content');
  });

  it('comes back as an attachment, never as a page of this server', async () => {
    const { json } = await upload('file', 'evil.html', Buffer.from('<script>alert(1)</script>'));
    const { headers } = await download(json.url);
    expect([headers['content-type'], headers['content-disposition']]).toEqual([
      'application/octet-stream',
      'attachment',
    ]);
  });

  it('must be a form with a file', async () => {
    expect((await upload('other', 'a.txt', Buffer.from('x'))).json).toMatchObject({
      code: 400,
      issues: [{ name: 'file', reason: 'is required' }],
    });
    expect((await account.owner.post('/files', { file: 'x' })).json.issues[0].reason).toBe('send multipart/form-data');
    const broken = { ...HEADERS, 'content-type': 'multipart/form-data; boundary=zzz' };
    expect((await account.send('POST', '/files', { headers: broken, body: 'nonsense' })).status).toBe(400);
  });

  it('may not be larger than eight megabytes', async () => {
    expect((await upload('file', 'big.bin', Buffer.alloc(8 * 1024 * 1024 + 1))).status).toBe(400);
  });
});

describe('a file of the demonstration data', () => {
  it('is a readable PDF', async () => {
    const [document] = await account.owner.all('/documents?link=null');
    const { status, headers, text } = await download(document.file.url);
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(text.startsWith('%PDF-1.4\n')).toBe(true);
    const table = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(text.slice(table, table + 4)).toBe('xref');
    expect(text).toContain(`(${document.file.filename})`);
  });

  it('is not found under another id', async () => {
    expect((await account.owner.get('/files/none/x.pdf')).status).toBe(404);
  });
});

describe('a document', () => {
  it('has a link or a file', async () => {
    const person = (await account.owner.get('/people?$limit=1')).json.data[0];
    const [type] = await account.owner.all('/document-types');
    const body = { personId: person.id, name: 'Nothing', documentTypeId: type.id };
    expect((await account.owner.post('/documents', body)).json.issues).toEqual([
      { name: 'fileId', reason: 'either link or fileId is required' },
    ]);
    const { id } = (await account.owner.post('/documents', { ...body, link: 'https://docs.example/x' })).json;
    expect((await account.owner.patch(`/documents/${id}`, { link: null })).status).toBe(400);
  });
});

describe('a data export', () => {
  it('is completed with a file', async () => {
    const { json } = await account.owner.post('/data-exports', {});
    expect(json).toMatchObject({ status: 'completed', createdAt: '2026-03-04T10:00:00.000Z' });
    const file = await account.owner.get(`/files/${json.fileId}/export.csv`);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
  });
});
