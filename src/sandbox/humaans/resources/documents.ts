import { badRequest } from '../errors.ts';
import { type Item, textOf } from '../item.ts';
import type { Change, ResourceRow } from '../resource.ts';
import { DOCUMENTS } from '../scopes.ts';
import {
  companyId,
  optionalDate,
  optionalReference,
  optionalText,
  personId,
  readObject,
  readReference,
  readTimestamp,
  reference,
  text,
} from '../specs.ts';
import type { View } from '../view.ts';

/** The embedded file of a record with a `fileId`. */
function deriveFile(item: Item, view: View): Readonly<Record<string, unknown>> {
  const file = view.item('files', item['fileId']);
  if (file === undefined) return { file: null };
  const filename = textOf(file, 'filename');
  const url = `${view.call.baseUrl}/files/${file.id}/${encodeURIComponent(filename)}`;
  return { file: { id: file.id, url, filename } };
}

function prepareDocument({ values, before, caller }: Change): Readonly<Record<string, unknown>> {
  const merged: Readonly<Record<string, unknown>> = { ...before, ...values };
  if (merged['link'] === null && merged['fileId'] === null)
    throw badRequest([{ name: 'fileId', reason: 'either link or fileId is required' }]);
  return before === undefined ? { createdBy: caller.token.personId } : {};
}

const createdBy = readReference('people');

/** Files of people and of the company. */
export const DOCUMENT_RESOURCES: readonly ResourceRow[] = [
  {
    path: '/documents',
    noun: 'document',
    scopes: DOCUMENTS,
    fields: {
      companyId,
      personId,
      name: text,
      documentTypeId: reference('documentTypes'),
      folderId: optionalReference('documentFolders'),
      link: { type: 'url', nullable: true },
      fileId: optionalReference('files'),
      file: readObject,
      source: optionalText,
      sourceId: optionalText,
      issueDate: optionalDate,
      createdBy: { ...createdBy, nullable: true },
    },
    derive: deriveFile,
    prepare: prepareDocument,
  },
  {
    path: '/document-types',
    noun: 'document type',
    operations: 'LGCU',
    scopes: DOCUMENTS,
    fields: { companyId, name: text },
  },
  {
    path: '/document-folders',
    noun: 'document folder',
    scopes: DOCUMENTS,
    fields: {
      companyId,
      name: text,
      audience: {
        type: 'object',
        initial: { type: 'everyone', rules: [] },
        fields: {
          type: { type: 'text', required: true },
          rules: { type: 'list', initial: [], items: { type: 'object' } },
        },
      },
      createdBy: { ...createdBy, nullable: true },
      deletedAt: { ...readTimestamp, nullable: true },
    },
    prepare: ({ before, caller }) =>
      before === undefined ? { createdBy: caller.token.personId, deletedAt: null } : {},
  },
  {
    path: '/identity-documents',
    noun: 'identity document',
    scopes: DOCUMENTS,
    fields: {
      personId,
      identityDocumentTypeId: reference('identityDocumentTypes'),
      name: text,
      number: text,
      issuingCountry: { ...text, min: 2, max: 2 },
      issueDate: optionalDate,
      expiryDate: optionalDate,
      fileId: optionalReference('files'),
      file: readObject,
    },
    derive: deriveFile,
  },
  {
    path: '/identity-document-types',
    noun: 'identity document type',
    operations: 'L',
    scopes: DOCUMENTS,
    fields: { companyId, name: text },
  },
];
