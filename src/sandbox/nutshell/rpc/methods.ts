import type { EntityType } from '../model/ids.ts';
import type { Party, Stored } from '../model/records.ts';
import { search } from '../query/search.ts';
import type { View } from '../view.ts';
import { ENTITY_NAMES } from './entity-names.ts';
import { notModified } from './errors.ts';
import { FIND_PARAMS, findEntities } from './find.ts';
import { CRM, entityOf, type RpcMethod, type RpcMethods } from './method.ts';
import { describeCustomFields, renderEntity, stubOf } from './render.ts';
import { DELETE_METHODS, EDIT_METHODS, NEW_METHODS } from './write-methods.ts';

const find = (type: EntityType): RpcMethod => ({
  params: FIND_PARAMS,
  needs: CRM,
  run: (view, params) => findEntities(view, type, params),
});

/** `find…` methods by what they find. */
const FIND: RpcMethods = Object.fromEntries(
  (
    [
      'accounts',
      'contacts',
      'leads',
      'activities',
      'tasks',
      'users',
      'teams',
      'origins',
      'products',
      'competitors',
      'industries',
      'markets',
      'sources',
      'territories',
      'stagesets',
    ] as const
  ).map((type) => [`find${ENTITY_NAMES[type]}`, find(type)]),
);

const get = (type: EntityType, idName: string): RpcMethod => ({
  params: [idName, 'rev'],
  needs: CRM,
  run(view, params) {
    const row = entityOf(view, type, params[idName]);
    if (params['rev'] !== undefined && params['rev'] !== null && String(params['rev']) === String(row.rev))
      throw notModified();
    return renderEntity(row, view);
  },
});

const searchIn = (...types: EntityType[]): RpcMethod => ({
  params: ['string', 'limit'],
  needs: CRM,
  run(view, { string, limit }) {
    const most = Number.isInteger(limit) ? Math.min(100, Math.max(1, limit as number)) : 10;
    const found = types.flatMap((type) =>
      search(view.live(type) as Stored[], String(string ?? ''), view).slice(0, most),
    );
    return found.slice(0, most).map((row) => stubOf(row, view));
  },
});

const byEmail = (view: View, type: 'accounts' | 'contacts', email: string) =>
  view
    .live(type)
    .filter((row: Party) => row.emails.some(({ value }) => value.toLowerCase() === email))
    .map((row) => stubOf(row, view));

function findTags(view: View): Readonly<Record<string, string[]>> {
  const names = (type: string) =>
    view
      .live('tags')
      .filter(({ tagType }) => tagType === type)
      .map(({ name }) => name);
  return { Accounts: names('accounts'), Contacts: names('contacts'), Leads: names('leads') };
}

const lastChange = (view: View, type: EntityType): number =>
  (view.live(type) as Stored[]).reduce((last, { modifiedTime }) => Math.max(last, modifiedTime), 0);

const OTHERS: RpcMethods = {
  findAccountTypes: find('accountTypes'),
  findActivityTypes: find('activityTypes'),
  findLead_Outcomes: find('outcomes'),
  findMilestones: find('stages'),
  findTags: { params: [], needs: CRM, run: findTags },
  getAccount: get('accounts', 'accountId'),
  getContact: get('contacts', 'contactId'),
  getLead: get('leads', 'leadId'),
  getActivity: get('activities', 'activityId'),
  getNote: get('notes', 'noteId'),
  getTask: get('tasks', 'taskId'),
  getProduct: get('products', 'productId'),
  getEmail: get('emails', 'emailId'),
  getTeam: get('teams', 'teamId'),
  getUser: {
    params: ['userId', 'rev'],
    needs: [],
    run: (view, { userId }) =>
      renderEntity(userId === undefined || userId === null ? view.caller.user : entityOf(view, 'users', userId), view),
  },
  getUpdateTimes: {
    params: [],
    needs: CRM,
    run: (view) =>
      Object.fromEntries(
        (['accounts', 'contacts', 'leads', 'products', 'users'] as const).map((type) => [
          ENTITY_NAMES[type],
          lastChange(view, type),
        ]),
      ),
  },
  searchAccounts: searchIn('accounts'),
  searchContacts: searchIn('contacts'),
  searchLeads: searchIn('leads'),
  searchCompetitors: searchIn('competitors'),
  searchProducts: searchIn('products'),
  searchSources: searchIn('sources'),
  searchContactsAndUsers: searchIn('contacts', 'users'),
  searchUsersAndTeams: searchIn('users', 'teams'),
  searchUniversal: {
    params: ['string'],
    needs: CRM,
    run: (view, { string }) =>
      Object.fromEntries(
        (['accounts', 'contacts', 'leads'] as const).map((type) => [
          type,
          search<Stored>(view.live(type), String(string ?? ''), view)
            .slice(0, 10)
            .map((row) => stubOf(row, view)),
        ]),
      ),
  },
  searchByEmail: {
    params: ['emailAddressString'],
    needs: CRM,
    run(view, { emailAddressString }) {
      const email = String(emailAddressString ?? '').toLowerCase();
      return { contacts: byEmail(view, 'contacts', email), accounts: byEmail(view, 'accounts', email) };
    },
  },
  describeCustomFields: { params: [], needs: CRM, run: describeCustomFields },
  add: { params: ['num1', 'num2'], needs: [], run: (_view, { num1, num2 }) => Number(num1) + Number(num2) },
};

/** Every method by its name. */
export const METHODS: RpcMethods = {
  ...FIND,
  ...OTHERS,
  ...NEW_METHODS,
  ...EDIT_METHODS,
  ...DELETE_METHODS,
};
