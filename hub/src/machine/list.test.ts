import { describe, expect, it } from 'vitest';
import { aRow } from '../testing/builders.ts';
import { categoriesOf, isAmbiguous, visibleRows } from './list.ts';

const rows = [
  aRow('fuenf', { name: 'Fünf', category: 'hris' }),
  aRow('nut', { name: 'Nutshell', category: 'crm' }),
  aRow('shell', { name: 'Shell HR', category: 'hris' }),
  aRow('plain', { name: 'Plain', category: '' }),
];
const names = (query: string, category = '') => visibleRows({ rows, query, category }).map((row) => row.name);

describe('the list', () => {
  it('shows everything while nothing is typed or picked', () => {
    expect(names('')).toEqual(['Fünf', 'Nutshell', 'Shell HR', 'Plain']);
    expect(names('   ')).toHaveLength(4);
  });

  it('finds a part of a name whatever its case and accents', () => {
    expect(names('SHELL')).toEqual(['Nutshell', 'Shell HR']);
    expect(names('funf')).toEqual(['Fünf']);
    expect(names('fünf')).toEqual(['Fünf']);
    expect(names('.*')).toEqual([]);
  });

  it('narrows to a category, together with the search', () => {
    expect(names('', 'hris')).toEqual(['Fünf', 'Shell HR']);
    expect(names('shell', 'hris')).toEqual(['Shell HR']);
  });

  it('offers each category once, in the order of the rows', () => {
    expect(categoriesOf(rows)).toEqual(['hris', 'crm']);
  });

  it('knows which rows share a name', () => {
    const twins = [...rows, aRow('nut', { name: 'Nutshell', version: '2.0.0' })];
    expect(twins.map((row) => isAmbiguous(twins, row))).toEqual([false, true, false, false, true]);
  });
});
