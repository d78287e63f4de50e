import type { Permission, Product, Tag, User } from '../model/catalog.ts';
import { readId } from '../model/ids.ts';
import type { Activity, Lead, Named, Note, Stored, Task } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { createActivity, updateActivity } from '../write/activities.ts';
import { isObject, memberOf } from '../write/body.ts';
import { createLead } from '../write/leads.ts';
import { createAccount, createContact } from '../write/parties.ts';
import { applyPatch } from '../write/patch.ts';
import type { PatchedType } from '../write/patch-fields.ts';
import { readLinks } from '../write/relations.ts';
import { create, remove, update } from '../write/store.ts';
import { referenceId } from './entity-names.ts';
import { entityNotFound, invalidParams, RpcError, revOutOfDate } from './errors.ts';
import {
  accountBody,
  activityBody,
  contactBody,
  leadBody,
  operationsFor,
  type RestBody,
  tagTypeOf,
  taskBody,
} from './input.ts';
import { CRM, entityOf, type RpcMethod, type RpcMethods } from './method.ts';
import { renderEntity } from './render.ts';

const SETUP: readonly Permission[] = ['canAccessSetup'];
const DELETE: readonly Permission[] = ['canAccessCrm', 'canDeleteEntities'];
const DAY = 86_400;

/**
 * Changes need the rev that the caller has seen.
 * @throws RpcError 409 when the record was changed since, 404 when it was deleted
 */
function requireRev(row: Stored, rev: unknown): void {
  if (row.deletedTime !== null) throw entityNotFound();
  if (typeof rev !== 'string' && typeof rev !== 'number') throw invalidParams('rev is required');
  if (String(rev) !== String(row.rev)) throw revOutOfDate();
}

const requireObject = (name: string, given: unknown): unknown => {
  if (!isObject(given)) throw invalidParams(`${name} must be an object`);
  return given;
};

const requireText = (name: string, given: unknown): string => {
  if (typeof given !== 'string' || given.trim() === '' || given.length > 10_000)
    throw invalidParams(`${name} must be a text`);
  return given;
};

/** A method that makes a record from the object in its one parameter. */
const make = (param: string, run: (view: View, given: unknown) => Stored, needs = CRM): RpcMethod => ({
  params: [param],
  needs,
  run: (view, params) => renderEntity(run(view, requireObject(param, params[param])), view),
});

/** A new lead takes what the other API sets only by a patch. */
function newLead(view: View, given: unknown): Lead {
  const lead = createLead(view, leadBody(view, given, true));
  const { confidence, priority } = leadBody(view, given, false);
  const later = {
    ...(confidence !== undefined && { confidence }),
    ...(priority !== undefined && { priority }),
    links: {},
  };
  const operations = operationsFor('leads', later);
  return operations.length === 0 ? lead : applyPatch(view, 'leads', lead, operations);
}

function newNote(view: View, given: unknown): Note {
  const id = readId(referenceId(memberOf(given, 'entity'), 'leads'), ['accounts', 'contacts', 'leads']);
  const parent = id === undefined ? undefined : view.any(id);
  if (parent === undefined || !view.isLive(parent)) throw invalidParams('entity must name a company, person or lead');
  const markup = requireText('note', memberOf(given, 'note'));
  return create(view, 'notes', { markup, links: { parent: parent.id, creator: view.caller.actor } });
}

function newTask(view: View, given: unknown): Task {
  const { title, description, dueTime, links } = taskBody(given) as Readonly<Record<string, unknown>>;
  const due = dueTime === undefined || dueTime === null ? null : readTime(dueTime);
  if (due === undefined) throw invalidParams('dueTime must be a time');
  return create(view, 'tasks', {
    title: requireText('title', title),
    description: typeof description === 'string' ? description : null,
    dueTime: due,
    completedTime: null,
    recurrenceRule: null,
    links: {
      relatedEntity: null,
      creator: view.caller.actor,
      assignee: view.caller.user.id,
      ...readLinks(view, 'tasks', links),
    },
  });
}

function newTag(view: View, given: unknown): Tag {
  const tagType = tagTypeOf(memberOf(given, 'entityType'));
  if (tagType === undefined) throw invalidParams('entityType must be Accounts, Contacts or Leads');
  return create(view, 'tags', { name: requireText('name', memberOf(given, 'name')), tagType, colorType: 1, links: {} });
}

/** `new…` methods. */
export const NEW_METHODS: RpcMethods = {
  newAccount: make('account', (view, given) => createAccount(view, accountBody(view, given))),
  newContact: make('contact', (view, given) => {
    const { jobTitle, ...body } = contactBody(view, given) as RestBody & { readonly jobTitle?: unknown };
    const contact = createContact(view, body);
    const operations = jobTitle === undefined ? [] : operationsFor('contacts', { jobTitle, links: {} });
    return operations.length === 0 ? contact : applyPatch(view, 'contacts', contact, operations);
  }),
  newLead: make('lead', newLead),
  newActivity: make('activity', (view, given) => createActivity(view, activityBody(given))),
  newTask: make('task', newTask),
  newTag: make('tag', newTag),
  newNote: {
    params: ['entity', 'note'],
    needs: CRM,
    run: (view, { entity, note }) => renderEntity(newNote(view, { entity, note }), view),
  },
};

/** A method that changes a record, given its id and rev. */
function edit<Row extends Stored>(
  type: Parameters<typeof entityOf>[1],
  names: { readonly id: string; readonly data: string },
  change: (view: View, row: Row, given: unknown) => Stored,
  needs = CRM,
): RpcMethod {
  return {
    params: [names.id, 'rev', names.data],
    needs,
    run(view, params) {
      const row = entityOf(view, type, params[names.id]);
      requireRev(row, params['rev']);
      return renderEntity(change(view, row as Row, params[names.data]), view);
    },
  };
}

const patched = (type: PatchedType, body: (view: View, given: unknown) => RestBody) =>
  edit<Stored>(type, { id: `${type.slice(0, -1)}Id`, data: type.slice(0, -1) }, (view, row, given) => {
    const operations = operationsFor(type, body(view, requireObject(type.slice(0, -1), given)));
    return operations.length === 0 ? row : applyPatch(view, type, row, operations);
  });

/** Notes can be edited by their author, for a day. */
function editNote(view: View, row: Note, given: unknown): Note {
  if (linkOf(row, 'creator') !== view.caller.actor || view.now - row.createdTime > DAY)
    throw new RpcError(403, 'Notes can be edited for 24 hours by their author');
  return update(view, row, { markup: requireText('note', memberOf(given, 'note') ?? given) });
}

const renamed = (given: unknown): { readonly name?: string } =>
  memberOf(given, 'name') === undefined ? {} : { name: requireText('name', memberOf(given, 'name')) };

function editProduct(view: View, row: Product, given: unknown): Product {
  const [sku, description] = [memberOf(given, 'sku'), memberOf(given, 'description')];
  return update(view, row, {
    ...renamed(given),
    ...(sku !== undefined && { sku: requireText('sku', sku) }),
    ...(description !== undefined && {
      description: description === null ? null : requireText('description', description),
    }),
  });
}

/** `edit…` methods. */
export const EDIT_METHODS: RpcMethods = {
  editAccount: patched('accounts', accountBody),
  editContact: patched('contacts', contactBody),
  editLead: patched('leads', (view, given) => leadBody(view, given, false)),
  editTask: patched('tasks', (_view, given) => taskBody(given)),
  editActivity: edit<Activity>('activities', { id: 'activityId', data: 'activity' }, (view, row, given) =>
    updateActivity(view, row, activityBody(given)),
  ),
  editNote: edit<Note>('notes', { id: 'noteId', data: 'note' }, editNote),
  editProduct: edit<Product>('products', { id: 'productId', data: 'product' }, editProduct),
  editTeam: edit<Named>(
    'teams',
    { id: 'teamId', data: 'team' },
    (view, row, given) => update(view, row, renamed(given)),
    SETUP,
  ),
  editUser: edit<User>(
    'users',
    { id: 'userId', data: 'user' },
    (view, row, given) => update(view, row, renamed(given)),
    SETUP,
  ),
};

const drop = (type: Parameters<typeof entityOf>[1], idName: string, needs = DELETE): RpcMethod => ({
  params: [idName, 'rev'],
  needs,
  run(view, params) {
    const row = entityOf(view, type, params[idName]);
    requireRev(row, params['rev']);
    remove(view, row);
    return true;
  },
});

/** `delete…` methods. */
export const DELETE_METHODS: RpcMethods = {
  deleteAccount: drop('accounts', 'accountId'),
  deleteContact: drop('contacts', 'contactId'),
  deleteLead: drop('leads', 'leadId'),
  deleteActivity: drop('activities', 'activityId'),
  deleteNote: drop('notes', 'noteId'),
  deleteProduct: drop('products', 'productId'),
  deleteTask: drop('tasks', 'taskId'),
  deleteTeam: drop('teams', 'teamId', SETUP),
  deleteUser: drop('users', 'userId', SETUP),
};
