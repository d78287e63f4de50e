import { badRequest, wrongMediaType } from '../errors.ts';
import type { Links, Stored } from '../model/records.ts';
import { type CrmType, linkOf, linksOf } from '../model/tables.ts';
import { stagesOf } from '../present/index.ts';
import type { View } from '../view.ts';
import { isObject, memberOf } from './body.ts';
import { change } from './changes.ts';
import { customField, readCustomValue } from './custom-fields.ts';
import { type InverseRelation, inverseRelation } from './inverse-relations.ts';
import { type FieldReader, PATCH_FIELDS, type PatchedType } from './patch-fields.ts';
import {
  RELATIONS,
  type Relations,
  readRelated,
  readRelation,
  requireAssignable,
  requireRelation,
} from './relations.ts';

const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy'];
const MAX_OPERATIONS = 500;

interface Operation {
  readonly op: string;
  /** Path behind `/<entity>/0/`. */
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: unknown;
}

/** Changes found so far; nothing is stored before every operation has been read. */
interface Draft {
  readonly row: Stored;
  readonly type: PatchedType;
  fields: Readonly<Record<string, unknown>>;
  links: Readonly<Record<string, Links[string]>>;
  /** New ids of relations that are kept at their other end. */
  readonly inverse: Map<string, { readonly relation: InverseRelation; ids: readonly string[] }>;
}

const invalid = (view: View, detail: string) => badRequest(view.call, 'Invalid patch', { detail });

function readPath(view: View, type: PatchedType, given: unknown): readonly string[] {
  const parts = typeof given === 'string' ? given.replace(/^\//, '').split('/') : [];
  const [entity = '', index, ...path] = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (entity.toLowerCase() !== type.toLowerCase() || index !== '0' || path.length === 0 || path[0] === '')
    throw invalid(view, `The path must begin with /${type}/0/: ${String(given).slice(0, 200)}`);
  return path;
}

function readOperations(view: View, type: PatchedType, body: unknown): Operation[] {
  if (!Array.isArray(body)) throw invalid(view, 'The request body must be a list of operations.');
  if (body.length === 0) throw badRequest(view.call, 'No patches sent');
  if (body.length > MAX_OPERATIONS) throw invalid(view, `At most ${MAX_OPERATIONS} operations.`);
  return body.map((item: unknown) => {
    const op = memberOf(item, 'op');
    if (!isObject(item) || typeof op !== 'string' || !OPERATIONS.includes(op))
      throw invalid(view, `op must be one of ${OPERATIONS.join(', ')}`);
    const from = op === 'move' || op === 'copy' ? readPath(view, type, memberOf(item, 'from')) : undefined;
    return { op, path: readPath(view, type, memberOf(item, 'path')), from, value: memberOf(item, 'value') };
  });
}

const currentField = ({ row, fields }: Draft, name: string): unknown =>
  Object.hasOwn(fields, name) ? fields[name] : (row as unknown as Record<string, unknown>)[name];

function setCustomField(view: View, draft: Draft, name: string, value: unknown): void {
  const field = customField(view, draft.type as CrmType, name);
  if (field === undefined) throw invalid(view, `${draft.type} have no field ${name}`);
  const text = readCustomValue(view, field, value);
  const { [name]: _old, ...others } = currentField(draft, 'customFields') as Readonly<Record<string, string>>;
  draft.fields = { ...draft.fields, customFields: text === null ? others : { ...others, [name]: text } };
}

function setField(view: View, draft: Draft, name: string, value: unknown): void {
  const readers: Readonly<Record<string, FieldReader>> = PATCH_FIELDS[draft.type];
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (reader === undefined) setCustomField(view, draft, name, value);
  else draft.fields = { ...draft.fields, ...reader(view, value, { ...draft.row, ...draft.fields }) };
}

/** The ids that a relation holds so far. */
function currentIds(view: View, draft: Draft, name: string): readonly string[] {
  const relation = inverseRelation(draft.type, name);
  if (relation !== undefined) return draft.inverse.get(name)?.ids ?? relation.current(draft.row, view);
  return linksOf({ ...draft.row, links: { ...draft.row.links, ...draft.links } }, name);
}

function setIds(draft: Draft, name: string, ids: readonly string[]): void {
  const relation = inverseRelation(draft.type, name);
  if (relation !== undefined) draft.inverse.set(name, { relation, ids });
  else draft.links = { ...draft.links, [name]: ids };
}

function patchMany(view: View, draft: Draft, name: string, { op, path, value }: Operation): void {
  const target = path[2];
  const ids = currentIds(view, draft, name);
  if (op === 'add') {
    if (target !== '-') throw invalid(view, `To add to links/${name}, end the path with /-`);
    setIds(draft, name, [...new Set([...ids, readRelated(view, draft.type, name, value)])]);
  } else if (op === 'remove') {
    const gone = target === undefined ? ids : ids.filter((id) => id === target || id.split('-')[0] === target);
    if (gone.length === 0 && target !== undefined) throw invalid(view, `links/${name} does not hold ${target}`);
    setIds(
      draft,
      name,
      ids.filter((id) => !gone.includes(id)),
    );
  } else if (target === undefined) setIds(draft, name, readRelation(view, draft.type, name, value) as string[]);
  else throw invalid(view, `To replace links/${name}, give the whole list.`);
}

function patchOne(view: View, draft: Draft, name: string, { op, value }: Operation): void {
  const id = op === 'remove' ? null : (readRelation(view, draft.type, name, value ?? null) as string | null);
  if (name === 'owner' || name === 'assignee') requireAssignable(view, linkOf(draft.row, name), id);
  draft.links = { ...draft.links, [name]: id };
  if (draft.type === 'leads') keepStageInPipeline(view, draft, name, id);
}

/** A stage brings its pipeline along, and a pipeline its first stage. */
function keepStageInPipeline(view: View, draft: Draft, name: string, id: string | null): void {
  if (name !== 'stage' && name !== 'stageset') return;
  if (id === null) throw invalid(view, `A lead must have a ${name}.`);
  const other =
    name === 'stage'
      ? { stageset: linkOf(view.row('stages', id)!, 'stageset') }
      : { stage: stagesOf(id, view)[0]?.id ?? null };
  draft.links = { ...draft.links, ...other };
}

function patchLinks(view: View, draft: Draft, operation: Operation): void {
  const name = operation.path[1] ?? '';
  requireRelation(view, draft.type, name);
  if (operation.op === 'move' || operation.op === 'copy') throw invalid(view, 'Links cannot be moved or copied.');
  const relation = (RELATIONS[draft.type] as Relations)[name]!;
  if (relation.isMany) patchMany(view, draft, name, operation);
  else patchOne(view, draft, name, operation);
}

function patchField(view: View, draft: Draft, { op, path, from, value }: Operation): void {
  const [name = ''] = path;
  if (path.length > 1) throw invalid(view, `There is nothing below ${name}; replace it as a whole.`);
  if (from === undefined) {
    setField(view, draft, name, op === 'remove' || value === undefined ? null : value);
    return;
  }
  const [source = ''] = from;
  if (from.length > 1 || source === 'links') throw invalid(view, 'Only fields can be moved or copied.');
  setField(view, draft, name, currentField(draft, source) ?? null);
  if (op === 'move') setField(view, draft, source, null);
}

function applyInverse(view: View, draft: Draft): void {
  for (const { relation, ids } of draft.inverse.values()) {
    const before = relation.current(draft.row, view);
    for (const id of before.filter((old) => !ids.includes(old))) relation.remove(draft.row, id, view);
    for (const id of ids.filter((added) => !before.includes(added))) relation.add(draft.row, id, view);
  }
}

/**
 * Changes a record by JSON Patch operations: `add`, `remove`, `replace`, `move` and `copy` of fields under
 * `/<entity>/0/<field>` and of relations under `/<entity>/0/links/<relation>`. All operations take effect, or none.
 * @throws Refusal 400 for operations that make no sense, 403 for a missing right
 */
export function applyPatch<Row extends Stored>(view: View, type: PatchedType, row: Row, operations: unknown): Row {
  const draft: Draft = { row, type, fields: {}, links: {}, inverse: new Map() };
  for (const operation of readOperations(view, type, operations))
    if (operation.path[0] === 'links') patchLinks(view, draft, operation);
    else patchField(view, draft, operation);
  const after = change(view, row, { fields: draft.fields, links: draft.links });
  applyInverse(view, draft);
  return after;
}

/**
 * Changes a record as the request body says, see {@link applyPatch}.
 * @param mediaType `strict` insists on `application/json-patch+json`
 * @throws Refusal also 415 for another media type
 */
export function patch<Row extends Stored>(view: View, type: PatchedType, row: Row, mediaType: 'strict' | 'any'): Row {
  const contentType = (view.call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'strict' && contentType !== 'application/json-patch+json') throw wrongMediaType();
  return applyPatch(view, type, row, view.call.json());
}
