import { escapeHtml } from '../../../http/index.ts';
import { type EntityType, numberOf, typeOf } from '../model/ids.ts';
import type { Activity, Email, Lead, Note, Stored, Task, TimelineEvent } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import { pageLinks } from '../values/names.ts';
import type { View } from '../view.ts';
import { leadName } from './leads.ts';

type Shown = Readonly<Record<string, unknown>>;

/** Scheduled, logged or cancelled. */
export function activityStatus({ isCancelled, isLogged }: Activity): 'scheduled' | 'logged' | 'cancelled' {
  if (isCancelled) return 'cancelled';
  return isLogged ? 'logged' : 'scheduled';
}

export function presentActivity(row: Activity, view: View): Shown {
  return {
    id: row.id,
    type: 'activities',
    agenda: row.agenda,
    createdTime: row.createdTime,
    endTime: row.endTime,
    deletedTime: row.deletedTime,
    href: view.href(row),
    isAllDay: row.isAllDay,
    isEditable: true,
    isCancelled: row.isCancelled,
    isFlagged: row.isFlagged,
    isLogged: row.isLogged,
    isOverdue: activityStatus(row) === 'scheduled' && row.endTime < view.now,
    loggedTime: row.loggedTime,
    modifiedTime: row.modifiedTime,
    name: row.name,
    location: row.location,
    startTime: row.startTime,
    isMediaLogged: row.transcription !== null,
    transcription: row.transcription,
    showTranscribeLoggingFlow: false,
    externalMeetingServiceType: null,
    ...pageLinks(`/activity/open-modal/${numberOf(row.id)}`),
    links: {
      comments: [],
      accounts: view.links(row, 'accounts'),
      activityType: view.link(row, 'activityType'),
      contacts: view.links(row, 'contacts'),
      creator: view.link(row, 'creator'),
      leads: view.links(row, 'leads'),
      logger: view.link(row, 'logger'),
      logNote: view.link(row, 'logNote'),
      users: view.links(row, 'users'),
    },
  };
}

const MENTION = /@\[([A-Za-z]{1,30}):(\d{1,12})\]/g;
/** Mentioned entities by the name that stands in the markup. */
const MENTIONED: Readonly<Record<string, EntityType>> = {
  Accounts: 'accounts',
  Contacts: 'contacts',
  Leads: 'leads',
  Users: 'users',
  Teams: 'teams',
};

/** A record's name, whatever its type. */
export function nameOf(row: Stored, view: View): string {
  if (typeOf(row.id) === 'leads') return leadName(row as Lead, view);
  const { name, title, subject } = row as Stored & { name?: string; title?: string; subject?: string };
  return name ?? title ?? subject ?? row.id;
}

/** The records mentioned in a note, in order, each with the text that mentions it. */
function mentionsIn(note: Note, view: View): { text: string; row: Stored }[] {
  return [...note.markup.matchAll(MENTION)].flatMap(([text, entity = '', number]) => {
    const type = Object.hasOwn(MENTIONED, entity) ? MENTIONED[entity] : undefined;
    const row = type === undefined ? undefined : view.any(`${number}-${type}`);
    return row !== undefined && view.isLive(row) ? [{ text, row }] : [];
  });
}

export function presentNote(row: Note, view: View): Shown {
  const mentions = mentionsIn(row, view);
  const fill = (text: string, show: (mentioned: Stored) => string) =>
    mentions.reduce((filled, mention) => filled.replace(mention.text, () => show(mention.row)), text);
  const mentioned = (type: EntityType) => [
    ...new Set(mentions.filter(({ row: other }) => typeOf(other.id) === type).map(({ row: other }) => other.id)),
  ];
  const link = (other: Stored) => {
    const entity = Object.keys(MENTIONED).find((name) => MENTIONED[name] === typeOf(other.id));
    const attributes = `class="mention-rendered" data-entity-id="${numberOf(other.id)}" data-entity-name="${entity}"`;
    return `<span ${attributes}>${escapeHtml(nameOf(other, view))}</span>`;
  };
  const parent = linkOf(row, 'parent');
  return {
    id: row.id,
    type: 'notes',
    createdTime: row.createdTime,
    deletedTime: row.deletedTime,
    href: view.href(row),
    body: fill(row.markup, (other) => nameOf(other, view)),
    bodyHtml: fill(escapeHtml(row.markup), link),
    bodyMarkup: row.markup,
    isEditable: linkOf(row, 'creator') === view.caller.user.id && view.now - row.createdTime < 86_400,
    parentType: parent === null ? null : (typeOf(parent) ?? null),
    ...pageLinks(`/note/${numberOf(row.id)}`),
    links: {
      comments: [],
      parent: view.link(row, 'parent'),
      accounts: mentioned('accounts'),
      contacts: mentioned('contacts'),
      leads: mentioned('leads'),
      users: mentioned('users'),
      teams: mentioned('teams'),
    },
  };
}

export function presentTask(row: Task, view: View): Shown {
  return {
    id: row.id,
    type: 'tasks',
    title: row.title,
    description: row.description,
    createdTime: row.createdTime,
    modifiedTime: row.modifiedTime,
    dueTime: row.dueTime,
    completedTime: row.completedTime,
    isOverdue: row.completedTime === null && row.dueTime !== null && row.dueTime < view.now,
    recurrenceRule:
      row.recurrenceRule === null ? null : { id: `${numberOf(row.id)}-recurrenceRules`, ...row.recurrenceRule },
    href: view.href(row),
    ...pageLinks(`/task/${numberOf(row.id)}`),
    links: {
      assignee: view.link(row, 'assignee'),
      creator: view.link(row, 'creator'),
      relatedEntity: view.link(row, 'relatedEntity'),
    },
  };
}

const EXCERPT = 255;

/** An email. @param one read by its id, with the whole text */
export function presentEmail(row: Email, view: View, one = false): Shown {
  return {
    id: row.id,
    type: 'emails',
    href: view.href(row),
    sentTime: row.sentTime,
    createdTime: row.createdTime,
    deletedTime: row.deletedTime,
    subject: row.subject,
    excerpt: row.body.length > EXCERPT ? `${row.body.slice(0, EXCERPT)}...` : row.body,
    ...(one && { body: row.body }),
    failedToSend: false,
    shareable: true,
    shared: true,
    numViews: null,
    isAutomatedReply: false,
    isEmailAutomation: false,
    ...pageLinks(`/email/${numberOf(row.id)}`),
    links: { comments: [], from: [row.from], to: [row.to], cc: [], files: [], emailQueued: null, edition: null },
  };
}

export function presentEvent(row: TimelineEvent): Shown {
  const actor = linkOf(row, 'actor');
  return {
    id: row.id,
    type: 'events',
    createdTime: row.createdTime,
    actorType: actor?.endsWith('-users') ? 'users' : 'origins',
    payloadType: row.payloadType,
    action: row.action,
    changes: row.changes,
    count: null,
    links: { comments: [], actor, payloads: linksOf(row, 'payloads') },
  };
}
