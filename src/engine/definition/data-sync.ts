import type { Expression, PlainRecord } from './plain.ts';

/** How a list action may be copied in bulk. */
export interface DataSyncDefinition {
  readonly allowed?: boolean;
  readonly indexField: readonly string[];
  readonly dataKey?: string;
  readonly pagination?: DataSyncPagination;
  readonly incremental?: DataSyncIncremental;
  readonly maxPages?: number;
  readonly maxDurationMinutes?: number;
}

/** How the pages of a bulk copy are walked. */
export type DataSyncPagination =
  | {
      readonly type: 'cursor';
      readonly response: { readonly dataKey?: string; readonly nextKey?: string };
      readonly iterator: { readonly key: string; readonly in?: string };
      readonly stopCondition?: Expression;
    }
  | {
      readonly type: 'offset';
      readonly response: { readonly dataKey?: string };
      readonly iterator: {
        readonly offsetKey: string;
        readonly limitKey?: string;
        readonly in?: string;
        readonly defaultLimit?: number;
      };
      readonly stopCondition?: Expression;
    }
  | {
      readonly type: 'page';
      readonly response: { readonly dataKey?: string };
      readonly iterator: {
        readonly pageKey: string;
        readonly pageSizeKey?: string;
        readonly in?: string;
        readonly startPage?: number;
        readonly defaultPageSize?: number;
      };
      readonly stopCondition?: Expression;
    };

/** How a bulk copy asks for what changed only. */
export type DataSyncIncremental =
  | {
      readonly type: 'time_filter';
      readonly iterator: PlainRecord;
      readonly format?: 'iso8601' | 'unix_seconds' | 'unix_millis';
      readonly safetyBufferSeconds?: number;
      readonly response?: { readonly updatedAtPath?: string };
    }
  | {
      readonly type: 'delta_token';
      readonly iterator: PlainRecord;
      readonly response: { readonly path?: string; readonly onlyOnFinalPage?: boolean };
    };
