import { type EntityType, typeOf } from '../model/ids.ts';
import type { Change, Stored } from '../model/records.ts';
import type { Rows } from '../model/tables.ts';
import type { View } from '../view.ts';

/** Types whose changes stand in the timeline. */
const TOLD: ReadonlySet<EntityType> = new Set(['accounts', 'contacts', 'leads', 'activities', 'notes']);

/** Writes what happened to a record into the timeline, under the caller's name. */
export function tell(view: View, action: string, id: string, changes: readonly Change[] = []): void {
  const type = typeOf(id)!;
  if (!TOLD.has(type)) return;
  view.state.insert('events', {
    id: view.state.nextId('events'),
    rev: 0,
    createdTime: view.now,
    modifiedTime: view.now,
    deletedTime: null,
    links: { actor: view.caller.actor, payloads: [id] },
    action,
    payloadType: type,
    changes,
  });
}

/** Members that every record gets when it is made. */
type Made = 'id' | 'rev' | 'createdTime' | 'modifiedTime' | 'deletedTime';

/** Makes a record and tells of it. */
export function create<Type extends EntityType>(view: View, type: Type, fields: Omit<Rows[Type], Made>): Rows[Type] {
  const made = {
    id: view.state.nextId(type),
    rev: 0,
    createdTime: view.now,
    modifiedTime: view.now,
    deletedTime: null,
  };
  const row = view.state.insert(type, { ...made, ...fields } as unknown as Rows[Type]);
  tell(view, 'create', row.id);
  return row;
}

/** Changes a record without a word in the timeline. */
export function update<Row extends Stored>(view: View, row: Row, changes: Partial<Omit<Row, 'id'>>): Row {
  const type = typeOf(row.id)!;
  const before = view.state.database.table(type).get(row.id)!;
  const after = view.state.database
    .table(type)
    .update(row.id, { modifiedTime: view.now, rev: before.rev + 1, ...changes } as Partial<Stored>);
  view.state.touch(type);
  return after as unknown as Row;
}

/** Puts a record into the trash. */
export function remove<Row extends Stored>(view: View, row: Row): Row {
  const gone = update(view, row, { deletedTime: view.now } as Partial<Omit<Row, 'id'>>);
  tell(view, 'delete', row.id);
  return gone;
}

/** Takes a record out of the trash. */
export function restore<Row extends Stored>(view: View, row: Row): Row {
  const back = update(view, row, { deletedTime: null } as Partial<Omit<Row, 'id'>>);
  tell(view, 'undelete', row.id);
  return back;
}
