import { envelope } from '../envelope.ts';
import { badRequest } from '../errors.ts';
import type { Installment, Lead } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { present, stagesOf } from '../present/index.ts';
import type { View } from '../view.ts';
import { onlyRecord } from '../write/body.ts';
import { replaceInstallments } from '../write/installments.ts';
import { closeLead, createLead, movePipeline, reopenLead, toggleWatching } from '../write/leads.ts';
import { type CrmResource, crmEndpoints } from './crm.ts';
import { CRM, endpoint, idOf, type NutshellEndpoint, oneAnswer } from './endpoint.ts';

const SORTS = ['age', 'closedTime', 'confidence', 'milestone', 'name', 'owner', 'sources', 'value'];

export const LEADS: CrmResource = {
  type: 'leads',
  nouns: ['a lead', 'leads'],
  sorts: SORTS,
  listSorts: SORTS,
  defaultSort: { key: 'createdTime', descending: true },
};

/** An action on one lead that answers with it. */
const action = (
  name: string,
  summary: string,
  act: (view: View, lead: Lead, body: unknown) => Lead,
): NutshellEndpoint =>
  endpoint('POST', `/leads/:id/${name}`, summary, CRM, (view) => {
    const lead = view.find('leads', idOf(view));
    if (lead.deletedTime !== null) throw badRequest(view.call, 'Invalid lead', { detail: `${lead.id} is deleted.` });
    return oneAnswer(view, 'leads', act(view, lead, view.call.json()));
  });

const installmentsAnswer = (view: View, installments: readonly Installment[]) =>
  envelope(
    view.call,
    'installments',
    installments.map((row) => present(row, view)),
  );

/** Leads and what can be done with them. */
export const LEAD_ENDPOINTS: readonly NutshellEndpoint[] = [
  ...crmEndpoints(LEADS),
  endpoint('POST', '/leads', 'Create a lead', CRM, (view) =>
    oneAnswer(view, 'leads', createLead(view, onlyRecord(view, 'leads')), 201),
  ),
  endpoint('GET', '/leads/:id/stages', 'List the stages of a lead’s pipeline', CRM, (view) => {
    const stageset = linkOf(view.find('leads', idOf(view)), 'stageset');
    const stages = stageset === null ? [] : stagesOf(stageset, view);
    return envelope(
      view.call,
      'stages',
      stages.map((row) => present(row, view)),
    );
  }),
  action('status', 'Close a lead with an outcome', closeLead),
  action('reopen', 'Open a closed lead again', reopenLead),
  action('stageset', 'Move a lead to another pipeline', movePipeline),
  action('watch', 'Start or stop watching a lead', toggleWatching),
  endpoint('GET', '/leads/:id/installments', 'List the payments agreed for a lead', CRM, (view) =>
    installmentsAnswer(view, view.referring('installments', 'lead', view.find('leads', idOf(view)).id)),
  ),
  endpoint('POST', '/leads/:id/installments', 'Replace the payments agreed for a lead', CRM, (view) =>
    installmentsAnswer(view, replaceInstallments(view, view.find('leads', idOf(view)), view.call.json())),
  ),
];
