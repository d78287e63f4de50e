import type { Random } from '../../kit/index.ts';
import type { Lead, Stored } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import { peopleOf } from './leads.ts';
import type { Seeder } from './seeder.ts';
import { AGENDA_WORDS, EMAIL_SUBJECTS, LEAD_WORDS, NOTE_WORDS, TASK_WORDS } from './words.ts';

const ACTIVITIES = 3000;
const NOTES = 1600;
const TASKS = 450;
const EMAILS = 200;
const DAY = 86_400;

/** Users who do the work. */
const WORKERS = [1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((number) => `${number}-users`);

/** The user behind a lead: its owner, or somebody for a team. */
function workerOf(lead: Lead, random: Random): string {
  const owner = linkOf(lead, 'owner');
  return owner?.endsWith('-users') ? owner : random.pick(WORKERS);
}

/** A moment in a lead's life, by the start of the hour. */
function momentOf(seeder: Seeder, lead: Lead, random: Random): number {
  const end = Math.min(lead.closedTime ?? seeder.midnight, seeder.midnight) - 7200;
  const from = Math.min(lead.createdTime + 3600, end);
  return Math.floor(random.int(from, end) / 3600) * 3600;
}

const TYPE_NAMES = ['Call', 'Meeting', 'Email', 'Site visit', 'Demo'];

function seedActivities(seeder: Seeder, leads: readonly Lead[]): void {
  for (let index = 0; index < ACTIVITIES; index++) {
    const random = seeder.random.fork(`activities/${index}`);
    const lead = random.pick(leads);
    const isAhead = lead.status === 'open' && random.chance(0.12);
    const isForgotten = !isAhead && random.chance(0.02);
    const type = random.weighted([
      [1, 5],
      [2, 3],
      [3, 3],
      [4, 1],
      [5, 2],
    ] as const);
    const startTime = isAhead
      ? seeder.midnight + random.int(1, 21) * DAY + random.int(8, 17) * 3600
      : momentOf(seeder, lead, random);
    const user = workerOf(lead, random);
    const isCancelled = !isAhead && random.chance(0.04);
    const isLogged = !isAhead && !isForgotten && !isCancelled;
    const people = peopleOf(seeder, lead);
    seeder.add(
      'activities',
      3 + index * 4,
      {
        name: `${TYPE_NAMES[type - 1]}: ${lead.description ?? random.pick(LEAD_WORDS)}`,
        agenda: random.chance(0.7) ? random.pick(AGENDA_WORDS) : '',
        location: type === 4 ? 'At the customer’s' : null,
        startTime,
        endTime: startTime + random.pick([900, 1800, 3600]),
        isAllDay: false,
        isCancelled,
        isFlagged: random.chance(0.07),
        isLogged,
        loggedTime: isLogged ? startTime + 4000 : null,
        transcription:
          isLogged && random.chance(0.02) ? 'Speaker 1: Good morning!\nSpeaker 2: Hello, thanks for your time.' : null,
      },
      {
        createdTime: Math.max(lead.createdTime, Math.min(startTime, seeder.midnight) - random.int(1, 5) * DAY),
        links: {
          activityType: `${type}-activityTypes`,
          accounts: linksOf(lead, 'accounts'),
          contacts: people,
          leads: [lead.id],
          users: [user],
          creator: user,
          logger: isLogged ? user : null,
          logNote: null,
        },
      },
    );
  }
}

function seedNotes(seeder: Seeder, leads: readonly Lead[]): void {
  const contacts = seeder.all('contacts');
  const accounts = seeder.all('accounts');
  for (let index = 0; index < NOTES; index++) {
    const random = seeder.random.fork(`notes/${index}`);
    const lead = random.pick(leads);
    const kind = random.weighted([
      ['lead', 7],
      ['contact', 2],
      ['account', 1],
    ] as const);
    const parent = kind === 'lead' ? lead : random.pick<Stored>(kind === 'contact' ? contacts : accounts);
    const user = workerOf(lead, random);
    const mention = random.chance(0.06) ? ` Ask @[Users:${random.int(6, 16)}] for details.` : '';
    const createdTime = kind === 'lead' ? momentOf(seeder, lead, random) : seeder.daysAgo(random.int(1, 300), random);
    seeder.add(
      'notes',
      3 + index * 4,
      { markup: `${random.pick(NOTE_WORDS)}${mention}` },
      {
        createdTime,
        deletedTime: index % 200 === 199 ? seeder.midnight - (1 + (index % 11)) * DAY : null,
        links: { parent: parent.id, creator: user },
      },
    );
  }
}

function seedTasks(seeder: Seeder, leads: readonly Lead[]): void {
  for (let index = 0; index < TASKS; index++) {
    const random = seeder.random.fork(`tasks/${index}`);
    const lead = random.pick(leads);
    const user = workerOf(lead, random);
    const isDone = random.chance(0.6);
    const createdTime = momentOf(seeder, lead, random);
    const dueTime = isDone
      ? createdTime + random.int(1, 14) * DAY
      : seeder.midnight + random.int(-5, 30) * DAY + 61_200;
    const about = random.weighted([
      ['lead', 6],
      ['contact', 2],
      ['account', 1],
      ['none', 1],
    ] as const);
    const related = {
      lead: lead.id,
      contact: peopleOf(seeder, lead)[0] ?? null,
      account: linksOf(lead, 'accounts')[0] ?? null,
      none: null,
    }[about];
    seeder.add(
      'tasks',
      3 + index * 4,
      {
        title: random.pick(TASK_WORDS),
        description: random.chance(0.4) ? 'See the last note for the background.' : null,
        dueTime: random.chance(0.95) ? dueTime : null,
        completedTime: isDone ? Math.min(dueTime, seeder.midnight - 3600) : null,
        recurrenceRule: random.chance(0.08) ? { rule: 'FREQ=WEEKLY;BYDAY=MO', mode: 'dueDate' } : null,
      },
      { createdTime, links: { assignee: user, creator: user, relatedEntity: related } },
    );
  }
}

function seedEmails(seeder: Seeder, leads: readonly Lead[]): void {
  for (let index = 0; index < EMAILS; index++) {
    const random = seeder.random.fork(`emails/${index}`);
    const lead = random.pick(leads);
    const contact = seeder.state.database.table('contacts').get(peopleOf(seeder, lead)[0] ?? '');
    const user = seeder.state.database.table('users').get(workerOf(lead, random))!;
    const sentTime = momentOf(seeder, lead, random);
    seeder.add(
      'emails',
      3 + index * 4,
      {
        subject: random.pick(EMAIL_SUBJECTS),
        body: `Hello ${contact?.firstName ?? 'there'},\n\n${random.pick(NOTE_WORDS)}\n\n${random.pick(AGENDA_WORDS)} would be a good topic for our next call. Which day suits you?\n\nBest regards\n${user.name}`,
        from: `${user.name} <${user.emails[0]}>`,
        to: contact === undefined ? 'info@mailbox.example' : `${contact.name} <${contact.emails[0]!.value}>`,
        sentTime,
      },
      { createdTime: sentTime, links: { contact: contact?.id ?? null, lead: lead.id } },
    );
  }
}

/** Activities, notes, tasks and emails around the leads. */
export function seedEngagements(seeder: Seeder): void {
  const leads = seeder.all('leads').filter(({ deletedTime }) => deletedTime === null);
  seedActivities(seeder, leads);
  seedNotes(seeder, leads);
  seedTasks(seeder, leads);
  seedEmails(seeder, leads);
}
