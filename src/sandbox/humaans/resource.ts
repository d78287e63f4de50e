import type { FieldSpec, FieldSpecs, Relation } from '../kit/index.ts';
import type { Item } from './item.ts';
import type { ScopeRule } from './scopes.ts';
import type { Caller, HumaansCall } from './state.ts';
import type { View } from './view.ts';

/** Operations of a resource: list, get, create, update, delete. */
export type Operation = 'L' | 'G' | 'C' | 'U' | 'D';

/** A change about to be made, for a resource's own rules. */
export interface Change {
  readonly call: HumaansCall;
  readonly caller: Caller;
  /** Values that passed the field specs. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The record before the change; undefined on create. */
  readonly before: Item | undefined;
}

/** One kind of record, as a table. */
export interface Resource {
  /** Path below the base, with its slash. */
  readonly path: string;
  /** Table name: the path in camelCase. */
  readonly table: string;
  /** Singular in words, for summaries ("job role"). */
  readonly noun: string;
  readonly operations: readonly Operation[];
  readonly scopes: ScopeRule;
  /** Every member but `id`, `createdAt`, `updatedAt`. Derived ones are read-only. */
  readonly fields: FieldSpecs;
  /** Member that says whose record it is (`id` for people); null for records of the whole company. */
  readonly personField: string | null;
  /** A plain user may change own records. */
  readonly selfService: boolean;
  readonly relations: readonly Omit<Relation, 'from'>[];
  /** Has `createdAt` and `updatedAt`; `created` has the first only. */
  readonly timestamps: 'both' | 'created' | 'none';
  /** Members computed on reading. */
  readonly derive?: (item: Item, view: View) => Readonly<Record<string, unknown>>;
  /** Members added when one record is read. */
  readonly deriveOne?: (item: Item, view: View) => Readonly<Record<string, unknown>>;
  /** What `public:read` alone shows of a record. */
  readonly reduce?: (shown: Item) => Item;
  /** Rules and computed values of a write: returns further values to store. @throws Refusal to refuse it */
  readonly prepare?: (change: Change) => Readonly<Record<string, unknown>>;
  /** Consequences of a write, after it was stored; may add members to the answer. */
  readonly finish?: (change: Change & { readonly after: Item }) => Readonly<Record<string, unknown>> | undefined;
  /** Lists need this filter. */
  readonly requiredFilter?: string;
  /** Understands `$asOf`: keeps the records in force on a date. */
  readonly asOf?: (items: readonly Item[], date: string) => Item[];
}

/** A resource as the tables write it; what is left out is derived or has the common value. */
export type ResourceRow = Pick<Resource, 'path' | 'noun' | 'scopes' | 'fields'> & {
  /** Letters of {@link Operation}; default all. */
  readonly operations?: string;
} & Partial<Pick<Resource, 'selfService' | 'timestamps' | 'derive' | 'deriveOne' | 'reduce' | 'prepare' | 'finish'>> &
  Partial<Pick<Resource, 'requiredFilter' | 'asOf' | 'personField'>>;

/** Stands where a location's id would, for people who work from elsewhere. */
export const REMOTE = 'remote';

const camelCase = (path: string): string =>
  path.slice(1).replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** References to a record that this one is part of: it goes when that goes. */
const PART_OF: ReadonlySet<string> = new Set([
  'webhookId',
  'requestId',
  'performanceCycleId',
  'performanceInstanceId',
  'esignBulkId',
  'esignBulkRecipientId',
  'customFieldId',
]);

/** Optional references are cleared, parts and records of a person go along, catalogue entries in use cannot go. */
function relationOf(field: string, spec: FieldSpec): Omit<Relation, 'from'> {
  const to = spec.refersTo!;
  const goesAlong = PART_OF.has(field) || to === 'people';
  const onDelete = spec.nullable || spec.type === 'list' ? 'clear' : goesAlong ? 'cascade' : 'refuse';
  return { field, to, onDelete, ...(to === 'locations' && { except: [REMOTE] }) };
}

/** Completes a row of a resource table. */
export function defineResource(row: ResourceRow): Resource {
  const { operations = 'LGCUD', ...rest } = row;
  const references = Object.entries(row.fields).filter(([, spec]) => spec.refersTo !== undefined);
  return {
    selfService: false,
    timestamps: 'both',
    personField: Object.hasOwn(row.fields, 'personId') ? 'personId' : null,
    ...rest,
    table: camelCase(row.path),
    operations: [...operations] as Operation[],
    relations: references.map(([field, spec]) => relationOf(field, spec)),
  };
}
