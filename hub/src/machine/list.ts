import type { ConnectorRow } from '../model/connector.ts';
import type { HubState } from './state.ts';

const folded = (value: string): string => value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** Distinct categories of the rows, in the order they first appear. */
export function categoriesOf(rows: readonly ConnectorRow[]): readonly string[] {
  return [...new Set(rows.map((row) => row.category).filter((category) => category !== ''))];
}

/** The rows that match what was typed and picked; case and accents do not matter. */
export function visibleRows(state: Pick<HubState, 'rows' | 'query' | 'category'>): readonly ConnectorRow[] {
  const query = folded(state.query);
  return state.rows.filter(
    (row) => (state.category === '' || row.category === state.category) && folded(row.name).includes(query),
  );
}

/** Whether two rows share a name, so that the label or environment has to tell them apart. */
export function isAmbiguous(rows: readonly ConnectorRow[], row: ConnectorRow): boolean {
  return rows.filter((other) => other.name === row.name).length > 1;
}
