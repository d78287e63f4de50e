import { typeOf } from '../model/ids.ts';
import type { Change, Lead, Stored } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import type { Seeder } from './seeder.ts';

const DAYS = 365;

interface Happening {
  readonly time: number;
  readonly actor: string;
  readonly action: string;
  readonly id: string;
  readonly changes: readonly Change[];
}

const NOTHING: readonly Change[] = [];

const made = (row: Stored): Happening => ({
  time: row.createdTime,
  actor: linkOf(row, 'creator') ?? '1-users',
  action: 'create',
  id: row.id,
  changes: NOTHING,
});

/** What happened to a lead after it was made: it entered a stage, and was closed perhaps. */
function leadHappenings(seeder: Seeder, lead: Lead): Happening[] {
  const actor = linkOf(lead, 'creator') ?? '1-users';
  const stage = seeder.state.database.table('stages').get(linkOf(lead, 'stage')!)!;
  const { id, name, position } = stage;
  const newValue = { id, type: 'stages', name, position };
  const moved: Happening = {
    time: Math.min(lead.createdTime + 2 * 3600, seeder.midnight - 60),
    actor,
    action: 'stagechange',
    id: lead.id,
    changes: [{ attribute: 'stage', oldValue: null, newValue }],
  };
  if (lead.closedTime === null) return [moved];
  const closed = { attribute: 'status', oldValue: 'open', newValue: lead.status };
  return [moved, { time: lead.closedTime, actor, action: 'statuschange', id: lead.id, changes: [closed] }];
}

function happenings(seeder: Seeder): Happening[] {
  const rows: Stored[] = (['accounts', 'contacts', 'leads', 'notes'] as const).flatMap((type) => seeder.all(type));
  const logged = seeder.all('activities').flatMap((activity) => {
    const at = { ...made(activity), action: 'log', time: activity.loggedTime ?? 0 };
    return activity.isLogged ? [at] : [made(activity)];
  });
  const deleted = rows.flatMap((row) =>
    row.deletedTime === null ? [] : [{ ...made(row), action: 'delete', actor: '1-users', time: row.deletedTime }],
  );
  return [
    ...rows.map(made),
    ...logged,
    ...deleted,
    ...seeder.all('leads').flatMap((lead) => leadHappenings(seeder, lead)),
  ];
}

/** The timeline of the last year, as it follows from the records. */
export function seedTimeline(seeder: Seeder): void {
  const from = seeder.midnight - DAYS * 86_400;
  const recent = happenings(seeder)
    .filter(({ time }) => time >= from && time < seeder.midnight)
    .sort((a, b) => a.time - b.time);
  for (const [index, { time, actor, action, id, changes }] of recent.entries())
    seeder.add(
      'events',
      3 + index * 4,
      { action, payloadType: typeOf(id)!, changes },
      { createdTime: time, links: { actor, payloads: [id] } },
    );
}
