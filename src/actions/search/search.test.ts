import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../catalog/index.ts';
import { silentLogger } from '../../kernel/index.ts';
import { indexOf, prepareIndexes } from './connector-index.ts';
import { searchActions } from './rank.ts';

const catalog = createCatalog({ folder: resolve(import.meta.dirname, '../../../connectors'), logger: silentLogger });
const everything = { topK: 5, minSimilarity: 0, isOffered: () => true };

const found = (query: string, key?: string, topK = 5): string[] =>
  searchActions(query, key === undefined ? catalog.list() : [catalog.get(key)!], { ...everything, topK }).map(
    ({ action }) => action.id,
  );

/** What an agent would ask for → action, within a connector; as it was first written down. Where two do the same, both are named. */
const QUERIES: Readonly<Record<string, readonly (readonly [query: string, actionId: string])[]>> = {
  humaans: [
    ['who works at our company', 'list_people list_employees'],
    ['show me every employee', 'list_people list_employees'],
    ['look up a colleague by id', 'get_person get_employee'],
    ['onboard a new hire', 'create_person'],
    ["change somebody's phone number and personal details", 'update_person'],
    ['which people are on vacation next week', 'list_time_away'],
    ['book a day off for Ada', 'create_time_away'],
    ['reject a holiday request', 'decline_time_away'],
    ['approve the pending PTO', 'approve_time_away'],
    ['what kinds of leave exist', 'list_time_away_types'],
    ['how much is someone paid', 'list_compensations'],
    ['record a salary raise', 'create_compensation'],
    ['job title of a person', 'list_job_roles'],
    ['our offices around the world', 'list_locations'],
    ['register a new laptop for an employee', 'create_equipment'],
    ['next of kin of a worker', 'list_emergency_contacts'],
    ['where should the salary be transferred to, bank details', 'list_bank_accounts'],
    ['which scopes does this token have', 'get_token_info'],
    ['who am I logged in as', 'get_me'],
    ['upload a signed contract', 'upload_file'],
    ['bank holidays this year', 'list_public_holidays'],
    ['hours somebody worked last week', 'list_timesheet_entries'],
    ['get notified when something changes: add a webhook', 'create_webhook'],
    ['passport copies of the staff', 'list_identity_documents'],
    ['which working hours does the team have', 'list_working_patterns'],
    ['security log: who did what', 'list_audit_events'],
    ['remove a location we closed', 'delete_location'],
    ['tasks people still have to do', 'list_tasks'],
  ],
  '15five': [
    ['give kudos to a teammate', 'create_high_five'],
    ['recent praise between colleagues', 'list_high_fives'],
    ['all employees with their managers', 'list_users list_employees'],
    ['deactivate the account of somebody who left', 'deactivate_user'],
    ['how is the mood in the team', 'list_pulses'],
    ['okrs of the company', 'list_objectives'],
    ['update progress on a key result', 'update_key_result_value'],
    ['what did people write in their weekly check-in', 'list_answers'],
    ['one to one meetings', 'list_one_on_ones'],
    ['who takes part in the performance review round', 'list_review_cycle_participants'],
    ['add days of holiday for a user', 'create_vacation'],
    ['cancel somebody’s vacation', 'delete_vacation'],
    ['set a new objective for the quarter', 'create_objectives'],
    ['history of an objective', 'get_objective_history'],
    ['which divisions are there', 'list_departments'],
    ['load many users from a spreadsheet', 'bulk_import_users'],
    ['scores people got in the review', 'list_review_cycle_performance_measurements'],
  ],
  lattice: [
    ['who reports to this manager', 'list_user_direct_reports'],
    ['goals of a person', 'list_user_goals'],
    ['post progress on a goal', 'create_goal_update'],
    ['feedback that people gave each other', 'list_feedback'],
    ['leave requests waiting', 'list_time_off_requests'],
    ['remaining vacation days', 'list_time_off_reports'],
    ['start writing a performance review', 'create_draft_review'],
    ['hand in the review', 'submit_review'],
    ['which account does the key belong to', 'get_current_user'],
    ['add an employee to the HR system', 'create_employee'],
    ['what teams and departments do we have', 'list_departments'],
    ['people being evaluated in a review cycle', 'list_review_cycle_reviewees'],
  ],
  nutshell: [
    ['open deals in the pipeline', 'list_leads'],
    ['create an opportunity for a customer', 'create_lead'],
    ['mark a deal as won', 'update_lead_status'],
    ['find a customer company', 'list_accounts'],
    ['add a contact person', 'create_contact'],
    ['write a note about a call', 'create_note'],
    ['schedule a meeting with a prospect', 'create_activity'],
    ['remind me to do something: new to-do', 'create_task'],
    ['unpaid bills', 'list_invoices'],
    ['turn a proposal into an invoice', 'create_invoice_from_quote'],
    ['who are we losing deals to', 'list_competitors'],
    ['what do we sell', 'list_products'],
    ['bring back a deleted person', 'undelete_contact'],
    ['download the funnel as a spreadsheet', 'export_pipeline'],
    ['newsletters we sent', 'list_editions'],
    ['label the records: new tag', 'create_tag'],
    ['delete a company record', 'delete_account'],
    ['sales people in our team', 'list_users'],
  ],
};

describe('searching for an action', () => {
  const cases = Object.entries(QUERIES).flatMap(([key, queries]) =>
    queries.map(([query, actions]) => [key, query, actions.split(' ').map((id) => `${key}_${id}`)] as const),
  );

  const misses = (among: number): string[] =>
    cases
      .filter(([key, query, actions]) => !found(query, key, among).some((id) => actions.includes(id)))
      .map(([key, query, actions]) => `${query} → ${found(query, key, 5).join(' ')} (wanted ${actions.join(' or ')})`);

  it('finds what is meant among the first five for nearly every wish, among the first three for most', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(misses(5).length, misses(5).join('\n')).toBeLessThanOrEqual(cases.length * 0.06);
    expect(misses(3).length, misses(3).join('\n')).toBeLessThanOrEqual(cases.length * 0.1);
    expect(misses(1).length, misses(1).join('\n')).toBeLessThanOrEqual(cases.length * 0.35);
  });

  it.each([
    ['give a high five', '15five_create_high_five'],
    ['decline a time away request', 'humaans_decline_time_away'],
    ['convert a quote to an invoice', 'nutshell_create_invoice_from_quote'],
    ['direct reports of a user', 'lattice_list_user_direct_reports'],
    ['list humaans people', 'humaans_list_people'],
    ['nutshell leads', 'nutshell_list_leads'],
  ])('over all connectors finds what "%s" means', (query, action) => {
    expect(found(query, undefined, 5)).toContain(action);
  });

  it('scores between 0 and 1, best first, and nothing for what no action does', () => {
    const hits = searchActions('list people', catalog.list(), { ...everything, topK: 100 });
    const scores = hits.map(({ similarity }) => similarity);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score).toBeGreaterThan(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
    expect(found('zyzzyva quux')).toEqual([]);
    expect(found('')).toEqual([]);
    expect(found('?!')).toEqual([]);
  });

  it('leaves out what is not offered, too little alike, and internal', () => {
    const none = searchActions('list people', catalog.list(), { ...everything, isOffered: () => false });
    expect(none).toEqual([]);
    const close = searchActions('list people', catalog.list(), { ...everything, topK: 100, minSimilarity: 0.6 });
    expect(close.length).toBeGreaterThan(0);
    for (const { similarity, action } of close) {
      expect(similarity).toBeGreaterThanOrEqual(0.6);
      expect(action.internal).toBe(false);
    }
  });

  it('takes texts of any length and script', () => {
    expect(found('Листинг 人 '.repeat(2_000))).toEqual([]);
    expect(found(`${'please '.repeat(5_000)}list people`, 'humaans')).toContain('humaans_list_people');
  });
});

describe('preparing a search', () => {
  const connectors = createCatalog({
    folder: resolve(import.meta.dirname, '../../../connectors'),
    logger: silentLogger,
  }).list();

  it('leaves others their turn between connectors, and makes again only what it is told to', async () => {
    let turns = 0;
    let timer = setImmediate(function turn() {
      turns += 1;
      timer = setImmediate(turn);
    });
    await prepareIndexes(connectors);
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual(connectors.length - 1);
    const made = connectors.map(indexOf);
    await prepareIndexes(connectors);
    expect(connectors.map((connector, at) => indexOf(connector) === made[at])).not.toContain(false);
    await prepareIndexes(connectors, true);
    expect(connectors.map((connector, at) => indexOf(connector) === made[at])).not.toContain(true);
  });
});
