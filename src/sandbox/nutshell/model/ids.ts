/** Entity types with API ids of their own, as written behind the number (`12-accounts`). */
export const ENTITY_TYPES = [
  'accounts',
  'contacts',
  'leads',
  'activities',
  'notes',
  'tasks',
  'emails',
  'events',
  'users',
  'teams',
  'origins',
  'territories',
  'markets',
  'industries',
  'accountTypes',
  'activityTypes',
  'stagesets',
  'stages',
  'outcomes',
  'sources',
  'tags',
  'products',
  'productCategories',
  'productMaps',
  'competitors',
  'competitorMaps',
  'quotes',
  'installments',
  'customFields',
  'emAudiences',
  'editions',
  'wfForms',
  'wfFields',
  'filters',
] as const;

/** The part of an API id behind the number. Invoices carry `quotes`, because the provider keeps them together. */
export type EntityType = (typeof ENTITY_TYPES)[number];

const TYPES: ReadonlySet<string> = new Set(ENTITY_TYPES);
const ID = /^\d{1,12}-[A-Za-z]{1,30}$/;

/** `12-accounts`. */
export const apiId = (type: EntityType, number: number): string => `${number}-${type}`;

/** The type in a compound id, or undefined when it is none. */
export function typeOf(id: string): EntityType | undefined {
  const type = id.slice(id.indexOf('-') + 1);
  return TYPES.has(type) ? (type as EntityType) : undefined;
}

/** The number in a compound id. */
export const numberOf = (id: string): number => Number.parseInt(id, 10);

/**
 * An id as clients may write it, in compound form: `12-accounts`, and where one type is meant also `12` or the number 12.
 * @returns undefined for anything else
 */
export function readId(given: unknown, types: readonly EntityType[]): string | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text !== 'string') return undefined;
  const type = ID.test(text) ? typeOf(text) : undefined;
  if (type !== undefined) return types.includes(type) ? apiId(type, numberOf(text)) : undefined;
  return types.length === 1 && /^\d{1,12}$/.test(text) ? apiId(types[0]!, Number(text)) : undefined;
}
