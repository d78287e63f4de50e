import type { Market, Origin, Outcome, Product, Source, Stage, Stageset, User } from '../model/catalog.ts';
import { type EntityType, numberOf, typeOf } from '../model/ids.ts';
import type {
  Account,
  Activity,
  AddressPoint,
  Contact,
  ContactPoint,
  Email,
  Lead,
  LeadStatus,
  Named,
  Note,
  Party,
  Stored,
  Task,
} from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { presentCustomField } from '../present/catalog.ts';
import { activityStatus, presentNote } from '../present/engagements.ts';
import { currencyOf, isOverdue, lastContacted, leadValue } from '../present/leads.ts';
import { APP, slugOf } from '../values/names.ts';
import { parsePhone } from '../values/phones.ts';
import { isoTimeWithOffset } from '../values/times.ts';
import type { View } from '../view.ts';
import { ENTITY_NAMES } from './entity-names.ts';

type Rendered = Readonly<Record<string, unknown>>;

/** Numbers of the lead statuses in this API. */
export const LEAD_STATUS: Readonly<Record<LeadStatus, number>> = { open: 0, won: 10, lost: 11, cancelled: 12 };
/** Numbers of the activity statuses in this API. */
export const ACTIVITY_STATUS = { scheduled: 0, logged: 1, cancelled: 2 } as const;

const time = (seconds: number | null): string | null => (seconds === null ? null : isoTimeWithOffset(seconds));

/** What every entity begins with. */
const head = (row: Stored): Rendered => ({
  id: numberOf(row.id),
  entityType: ENTITY_NAMES[typeOf(row.id)!],
  rev: String(row.rev),
});

/** Several labelled values as one object: labels, or numbers where there is none, and the first choice once more. */
function multiValue<Value>(
  points: readonly { isPrimary: boolean; name: string; value: Value }[],
  show: (value: Value) => unknown,
) {
  const shown: Record<string, unknown> = {};
  const plain = ['email', 'phone', 'url', 'address'];
  for (const [index, { name, value }] of points.entries())
    shown[plain.includes(name) ? String(index) : name] = show(value);
  const primary = points.find(({ isPrimary }) => isPrimary);
  if (primary !== undefined) shown['--primary'] = show(primary.value);
  return shown;
}

const showPhone = (text: string): Rendered => {
  const { countryCode, number, extension, numberFormatted, E164 } = parsePhone(text);
  return { countryCode, number, extension, numberFormatted, E164 };
};

const showAddress = ({
  address_1,
  address_2,
  address_3,
  city,
  state,
  postalCode,
  country,
}: AddressPoint['value']): Rendered => ({
  address_1,
  address_2,
  address_3,
  city,
  state,
  postalCode,
  country,
});

const stubs = (rows: readonly Stored[], view: View): Rendered[] => rows.map((row) => stubOf(row, view));

function stubById(id: string | null, view: View): Rendered | null {
  const row = id === null ? undefined : view.any(id);
  return row === undefined || !view.isLive(row) ? null : stubOf(row, view);
}

const linked = (row: Stored, relation: string, view: View): Rendered[] =>
  view.links(row, relation).map((id) => stubOf(view.any(id)!, view));

const tagNames = (row: Stored, view: View): string[] =>
  view.links(row, 'tags').map((id) => view.row('tags', id)?.name ?? '');

const notesOf = (row: Stored, view: View): Rendered[] =>
  view.referring('notes', 'parent', row.id).map((note) => renderNote(note, view));

/** A record in short, as it stands inside others and in lists. */
export function stubOf(row: Stored, view: View): Rendered {
  const base = { stub: true, ...head(row), modifiedTime: time(row.modifiedTime) };
  switch (typeOf(row.id)) {
    case 'leads': {
      const lead = row as Lead;
      return {
        ...base,
        name: `Lead–${lead.number}`,
        description: lead.description,
        status: LEAD_STATUS[lead.status],
        completion: lead.status === 'open' ? lead.confidence : 100,
        value: { currency: currencyOf(lead, view), amount: leadValue(lead, view) },
        primaryAccountName: view.row('accounts', view.links(lead, 'accounts')[0] ?? null)?.name ?? null,
        primaryContactName: view.row('contacts', view.links(lead, 'contacts')[0] ?? null)?.name ?? null,
        isOverdue: isOverdue(lead, view),
        lastContactedDate: time(lastContacted('leads', lead.id, view)),
        dueTime: time(lead.dueTime),
        closedTime: time(lead.closedTime),
      };
    }
    case 'contacts':
      return { ...base, name: (row as Contact).name, jobTitle: (row as Contact).jobTitle };
    case 'users':
      return {
        ...base,
        name: (row as User).name,
        emails: (row as User).emails,
        isEnabled: (row as User).isEnabled,
        isAdministrator: (row as User).isAdministrator,
      };
    case 'tasks':
      return { ...base, title: (row as Task).title };
    case 'notes':
    case 'emails':
      return { stub: true, ...head(row) };
    default:
      return { ...base, name: (row as Named).name };
  }
}

function renderParty(row: Party, view: View, path: string, relation: 'accounts' | 'contacts'): Rendered {
  const points = (list: readonly ContactPoint[]) => multiValue(list, (value) => value);
  return {
    ...head(row),
    modifiedTime: time(row.modifiedTime),
    createdTime: time(row.createdTime),
    ...(row.deletedTime !== null && { deletedTime: time(row.deletedTime) }),
    htmlUrl: `${APP}/${path}/${numberOf(row.id)}-${slugOf(row.name)}`,
    creator: stubById(linkOf(row, 'creator'), view),
    owner: stubById(linkOf(row, 'owner'), view),
    territory: stubById(linkOf(row, 'territory'), view),
    leads: stubs(view.referring('leads', relation, row.id).slice(0, 100), view),
    notes: notesOf(row, view),
    tags: tagNames(row, view),
    description: row.description,
    email: points(row.emails),
    phone: multiValue(row.phones, showPhone),
    url: points(row.urls),
    address: multiValue(row.addresses, showAddress),
    lastContactedDate: time(lastContacted(relation, row.id, view)),
    customFields: row.customFields,
  };
}

const renderAccount = (row: Account, view: View): Rendered => ({
  ...renderParty(row, view, 'company', 'accounts'),
  name: row.name,
  accountType: stubById(linkOf(row, 'accountType'), view),
  industry: stubById(linkOf(row, 'industry'), view),
  contacts: stubs(view.referring('contacts', 'accounts', row.id), view),
});

const renderContact = (row: Contact, view: View): Rendered => ({
  ...renderParty(row, view, 'person', 'contacts'),
  name: { givenName: row.firstName, familyName: row.lastName, salutation: null, displayName: row.name },
  jobTitle: row.jobTitle,
  contactedCount: view.referring('activities', 'contacts', row.id).filter(({ isLogged }) => isLogged).length,
  accounts: linked(row, 'accounts', view),
});

function renderLead(row: Lead, view: View): Rendered {
  const activities = view.referring('activities', 'leads', row.id);
  const count = (status: string) => activities.filter((activity) => activityStatus(activity) === status).length;
  const maps = view.referring('productMaps', 'lead', row.id);
  const { stub: _stub, ...short } = stubOf(row, view);
  return {
    ...short,
    htmlUrl: `${APP}/lead/${row.number}`,
    tags: tagNames(row, view),
    createdTime: time(row.createdTime),
    ...(row.deletedTime !== null && { deletedTime: time(row.deletedTime) }),
    creator: stubById(linkOf(row, 'creator'), view),
    primaryAccount: stubById(view.links(row, 'accounts')[0] ?? null, view),
    milestone: stubById(linkOf(row, 'stage'), view),
    stageset: stubById(linkOf(row, 'stageset'), view),
    activitiesCount: {
      '0': count('scheduled'),
      '1': count('logged'),
      '2': count('cancelled'),
      '-1': activities.filter((activity) => activityStatus(activity) === 'scheduled' && activity.endTime < view.now)
        .length,
    },
    confidence: row.confidence,
    market: stubById(linkOf(row, 'market'), view),
    assignee: stubById(linkOf(row, 'owner'), view),
    outcome: stubById(linkOf(row, 'outcome'), view),
    sources: linked(row, 'sources', view),
    competitors: view
      .referring('competitorMaps', 'lead', row.id)
      .map((map) => ({ ...stubById(linkOf(map, 'competitor'), view), relationship: map.relationship })),
    products: maps.map((map) => ({
      ...stubById(linkOf(map, 'product'), view),
      relationship: map.relationship,
      quantity: map.quantity,
      price: { currency_shortname: currencyOf(row, view), amount: Number(map.price) },
    })),
    contacts: linked(row, 'contacts', view),
    accounts: linked(row, 'accounts', view),
    notes: notesOf(row, view),
    normalizedValue: { currency: currencyOf(row, view), amount: leadValue(row, view) },
    priority: row.priority,
    customFields: row.customFields,
  };
}

function renderNote(row: Note, view: View): Rendered {
  const { body, bodyHtml } = presentNote(row, view);
  const creator = linkOf(row, 'creator');
  return {
    ...head(row),
    user: creator?.endsWith('-users') ? stubById(creator, view) : null,
    originId: creator?.endsWith('-origins') ? numberOf(creator) : null,
    entity: stubById(linkOf(row, 'parent'), view),
    note: body,
    noteMarkup: row.markup,
    noteHtml: bodyHtml,
    date: time(row.createdTime),
  };
}

const renderActivity = (row: Activity, view: View): Rendered => ({
  ...head(row),
  name: row.name,
  description: row.agenda,
  activityType: stubById(linkOf(row, 'activityType'), view),
  startTime: time(row.startTime),
  endTime: time(row.endTime),
  createdTime: time(row.createdTime),
  modifiedTime: time(row.modifiedTime),
  isAllDay: row.isAllDay,
  isFlagged: row.isFlagged,
  status: ACTIVITY_STATUS[activityStatus(row)],
  participants: ['users', 'contacts', 'accounts'].flatMap((relation) => linked(row, relation, view)),
  leads: linked(row, 'leads', view),
  logNote: stubById(linkOf(row, 'logNote'), view),
});

const renderTask = (row: Task, view: View): Rendered => ({
  ...head(row),
  title: row.title,
  description: row.description,
  dueTime: time(row.dueTime),
  completedTime: time(row.completedTime),
  createdTime: time(row.createdTime),
  modifiedTime: time(row.modifiedTime),
  assignee: stubById(linkOf(row, 'assignee'), view),
  entity: stubById(linkOf(row, 'relatedEntity'), view),
});

/** Entities that show more than their name. */
const MORE: { readonly [Type in EntityType]?: (row: never, view: View) => Rendered } = {
  products: ({ description, sku, productType, unit, prices }: Product) => ({
    description,
    sku,
    type: productType,
    unit,
    prices,
  }),
  users: ({ emails, isEnabled, isAdministrator }: User) => ({ emails, isEnabled, isAdministrator }),
  sources: ({ channel }: Source) => ({ channel }),
  markets: ({ currency, isDefault }: Market) => ({ currency, isDefault }),
  stages: (row: Stage) => ({ position: row.position, stagesetId: numberOf(linkOf(row, 'stageset')!) }),
  stagesets: ({ isDefault, status }: Stageset) => ({ default: isDefault, status }),
  outcomes: ({ status }: Outcome) => ({ status: LEAD_STATUS[status] }),
  origins: ({ originType }: Origin) => ({ originType }),
};

/** A record in full. */
export function renderEntity(row: Stored, view: View): Rendered {
  switch (typeOf(row.id)) {
    case 'accounts':
      return renderAccount(row as Account, view);
    case 'contacts':
      return renderContact(row as Contact, view);
    case 'leads':
      return renderLead(row as Lead, view);
    case 'notes':
      return renderNote(row as Note, view);
    case 'activities':
      return renderActivity(row as Activity, view);
    case 'tasks':
      return renderTask(row as Task, view);
    case 'emails': {
      const { subject, body, from, to, sentTime } = row as Email;
      return { ...head(row), subject, body, from, to, sentTime: time(sentTime) };
    }
    default: {
      const more = MORE[typeOf(row.id)!] as ((row: Stored, view: View) => Rendered) | undefined;
      return { ...head(row), name: (row as Named).name, modifiedTime: time(row.modifiedTime), ...more?.(row, view) };
    }
  }
}

/** The instance's own fields by entity. */
export const describeCustomFields = (view: View): Rendered =>
  Object.fromEntries(
    (['accounts', 'contacts', 'leads'] as const).map((type) => [
      ENTITY_NAMES[type],
      view
        .live('customFields')
        .filter(({ entity }) => entity === type)
        .map(presentCustomField),
    ]),
  );
