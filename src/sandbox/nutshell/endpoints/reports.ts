import { text } from '../../kit/index.ts';
import { envelope } from '../envelope.ts';
import { linkOf } from '../model/tables.ts';
import { stagesOf } from '../present/index.ts';
import { leadValue } from '../present/leads.ts';
import { makeReport } from '../query/report.ts';
import { toCsv } from '../values/csv.ts';
import { amountOf } from '../values/money.ts';
import { CRM, endpoint, idOf, type NutshellEndpoint } from './endpoint.ts';

const csv = (name: string, rows: readonly (readonly string[])[]) =>
  text(200, toCsv(rows), {
    'content-type': 'text/csv; charset=UTF-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
  });

/** Reports and exports. */
export const REPORT_ENDPOINTS: readonly NutshellEndpoint[] = [
  endpoint('GET', '/leads/report', 'Count leads and their value over time', CRM, (view) => {
    const { format, shown, rows } = makeReport(view);
    return format === 'csv' ? csv('report', rows) : envelope(view.call, 'reports', [shown]);
  }),
  endpoint('GET', '/stagesets/:id/export', 'Export a pipeline as CSV', ['canAccessCrm', 'canExport'], (view) => {
    const stageset = view.find('stagesets', idOf(view));
    const open = view.referring('leads', 'stageset', stageset.id).filter(({ status }) => status === 'open');
    const rows = stagesOf(stageset.id, view).map((stage) => {
      const here = open.filter((lead) => linkOf(lead, 'stage') === stage.id);
      const value = here.reduce((sum, lead) => sum + leadValue(lead, view), 0);
      return [
        String(stage.position),
        stage.name,
        stage.description,
        String(stage.numSteps),
        String(here.length),
        amountOf(value),
      ];
    });
    return csv(`pipeline-${stageset.id}`, [
      ['Position', 'Stage', 'Description', 'Steps', 'Open leads', 'Value'],
      ...rows,
    ]);
  }),
];
