import { apiId, type EntityType } from '../model/ids.ts';
import { memberOf } from '../write/body.ts';

/** What the legacy API calls each type. */
export const ENTITY_NAMES: Readonly<Record<EntityType, string>> = {
  accounts: 'Accounts',
  contacts: 'Contacts',
  leads: 'Leads',
  activities: 'Activities',
  notes: 'Notes',
  tasks: 'Tasks',
  emails: 'Emails',
  events: 'Timeline',
  users: 'Users',
  teams: 'Teams',
  origins: 'Origins',
  territories: 'Territories',
  markets: 'Markets',
  industries: 'Industries',
  accountTypes: 'Account_Types',
  activityTypes: 'Activity_Types',
  stagesets: 'Stagesets',
  stages: 'Milestones',
  outcomes: 'Lead_Outcomes',
  sources: 'Sources',
  tags: 'Tags',
  products: 'Products',
  productCategories: 'Product_Categories',
  productMaps: 'Lead_ProductMaps',
  competitors: 'Competitors',
  competitorMaps: 'Lead_CompetitorMaps',
  quotes: 'Quotes',
  installments: 'Installments',
  customFields: 'Custom_Fields',
  emAudiences: 'Audiences',
  editions: 'Editions',
  wfForms: 'Forms',
  wfFields: 'Form_Fields',
  filters: 'Filters',
};

/** The type that an `entityType` names. */
export const typeNamed = (name: unknown): EntityType | undefined =>
  (Object.keys(ENTITY_NAMES) as EntityType[]).find((type) => ENTITY_NAMES[type] === name);

/**
 * The compound id of a reference as the legacy API writes it: `{"id": 7}`, `{"entityType": "Teams", "id": 1}`, or 7.
 * Whatever makes no sense comes back as it is, so that it is refused where ids are read.
 * @param type meant when the reference names none
 */
export function referenceId(given: unknown, type: EntityType): unknown {
  const id = memberOf(given, 'id') ?? given;
  const named = typeNamed(memberOf(given, 'entityType')) ?? type;
  return (typeof id === 'number' && Number.isSafeInteger(id)) || (typeof id === 'string' && /^\d{1,12}$/.test(id))
    ? apiId(named, Number(id))
    : id;
}
