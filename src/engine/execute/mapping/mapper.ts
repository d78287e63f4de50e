import type { Scope } from '../../compile/value.ts';
import type { StepNote } from '../outcome.ts';
import { type Fields, ownValue } from '../records.ts';
import type { RunState } from '../state.ts';
import { type MappedField, mapFields } from './fields.ts';
import { recordScope } from './record-scope.ts';

/** Whether the account of a run holds scopes; yes where it is not known which it was granted. */
export function scopeCheck({ run, connector }: RunState): (scopes: readonly string[]) => boolean {
  const { grantedScopes } = run;
  return (scopes) => grantedScopes === undefined || connector.scopes.covers(grantedScopes, scopes);
}

const idOf = (record: unknown): string | undefined => {
  const id = ownValue(record, 'id');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
};

/** Maps a record, or each of a list. */
export function mapRecords(
  fields: readonly MappedField[],
  source: unknown,
  state: RunState,
  scope: Scope,
  external: Fields | undefined,
): { readonly data: Fields | readonly Fields[]; readonly notes: readonly StepNote[] } {
  const notes: StepNote[] = [];
  const allows = scopeCheck(state);
  const map = (record: unknown): Fields =>
    mapFields(fields, {
      scope: recordScope(scope, record, external),
      state: scope,
      recordId: idOf(record),
      allows,
      notes,
    });
  return { data: Array.isArray(source) ? source.map(map) : map(source), notes };
}
