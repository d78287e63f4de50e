import type {
  ActivityType,
  Audience,
  CustomField,
  Form,
  FormField,
  Market,
  Origin,
  Outcome,
  Plain,
  Product,
  SavedFilter,
  Source,
  Stage,
  Stageset,
  Tag,
  User,
} from './catalog.ts';
import type { EntityType } from './ids.ts';
import type {
  Account,
  Activity,
  CompetitorMap,
  Contact,
  Email,
  Installment,
  Lead,
  Note,
  ProductMap,
  SalesDocument,
  Stored,
  Task,
  TimelineEvent,
} from './records.ts';

/** Record type of each table. Tables are named like the entity types in ids. */
export interface Rows {
  readonly accounts: Account;
  readonly contacts: Contact;
  readonly leads: Lead;
  readonly activities: Activity;
  readonly notes: Note;
  readonly tasks: Task;
  readonly emails: Email;
  readonly events: TimelineEvent;
  readonly users: User;
  readonly teams: Plain;
  readonly origins: Origin;
  readonly territories: Plain;
  readonly markets: Market;
  readonly industries: Plain;
  readonly accountTypes: Plain;
  readonly activityTypes: ActivityType;
  readonly stagesets: Stageset;
  readonly stages: Stage;
  readonly outcomes: Outcome;
  readonly sources: Source;
  readonly tags: Tag;
  readonly products: Product;
  readonly productCategories: Plain;
  readonly productMaps: ProductMap;
  readonly competitors: Plain;
  readonly competitorMaps: CompetitorMap;
  readonly quotes: SalesDocument;
  readonly installments: Installment;
  readonly customFields: CustomField;
  readonly emAudiences: Audience;
  readonly editions: Plain;
  readonly wfForms: Form;
  readonly wfFields: FormField;
  readonly filters: SavedFilter;
}

/** The three core entities, which share lists, filters, custom fields and patches. */
export type CrmType = 'accounts' | 'contacts' | 'leads';

/** The id of a single relation, or null. */
export function linkOf(row: Stored, relation: string): string | null {
  const value = row.links[relation];
  return typeof value === 'string' ? value : null;
}

/** The ids of a relation, whether it holds one or many. */
export function linksOf(row: Stored, relation: string): readonly string[] {
  const value = row.links[relation];
  if (value === null || value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Every id a record refers to. */
export const allLinks = (row: Stored): string[] =>
  Object.keys(row.links).flatMap((relation) => [...linksOf(row, relation)]);

/** True for the types whose numbers go up in fours, as the provider's do for records that people make. */
export const countsInFours = (type: EntityType): boolean =>
  ['accounts', 'contacts', 'leads', 'activities', 'notes', 'tasks', 'emails', 'events'].includes(type);
