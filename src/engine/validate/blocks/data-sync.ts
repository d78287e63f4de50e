import type { DataSyncDefinition, DataSyncIncremental, DataSyncPagination, PlainRecord } from '../../definition.ts';
import { toPlain } from '../../parse/index.ts';
import { texts } from '../kinds/collections.ts';
import { checkTexts, expression } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text, wrongType } from '../kinds/scalars.ts';
import { tagged } from '../kinds/tagged.ts';
import { filled } from './common.ts';

type Paged<K extends DataSyncPagination['type']> = Extract<DataSyncPagination, { type: K }>;
type Incremental<K extends DataSyncIncremental['type']> = Extract<DataSyncIncremental, { type: K }>;

const anyMapping: Kind<PlainRecord> = {
  expects: 'a mapping',
  read(node, path, context) {
    if (node.kind !== 'mapping') return wrongType(node, path, context, 'a mapping');
    checkTexts(node, path, context, { onRecord: true });
    return toPlain(node) as PlainRecord;
  },
};

const place = optional(text());
const stopCondition = optional(expression({ onRecord: true }));

const dataOnly = block<{ dataKey?: string }>({
  what: 'the response of a pagination',
  keys: { dataKey: optional(text()) },
});

const cursor = block<Paged<'cursor'>>({
  what: 'a pagination of type "cursor"',
  keys: {
    type: required(choice(['cursor'])),
    response: required(
      block<Paged<'cursor'>['response']>({
        what: 'the response of a pagination',
        keys: { dataKey: optional(text()), nextKey: optional(text()) },
      }),
    ),
    iterator: required(
      block<Paged<'cursor'>['iterator']>({
        what: 'the iterator of a pagination',
        keys: { key: required(filled), in: place },
      }),
    ),
    stopCondition,
  },
});

const offset = block<Paged<'offset'>>({
  what: 'a pagination of type "offset"',
  keys: {
    type: required(choice(['offset'])),
    response: required(dataOnly),
    iterator: required(
      block<Paged<'offset'>['iterator']>({
        what: 'the iterator of a pagination',
        keys: {
          offsetKey: required(filled),
          limitKey: optional(text()),
          in: place,
          defaultLimit: optional(number({ min: 1, integer: true })),
        },
      }),
    ),
    stopCondition,
  },
});

const page = block<Paged<'page'>>({
  what: 'a pagination of type "page"',
  keys: {
    type: required(choice(['page'])),
    response: required(dataOnly),
    iterator: required(
      block<Paged<'page'>['iterator']>({
        what: 'the iterator of a pagination',
        keys: {
          pageKey: required(filled),
          pageSizeKey: optional(text()),
          in: place,
          startPage: optional(number({ min: 0, integer: true })),
          defaultPageSize: optional(number({ min: 1, integer: true })),
        },
      }),
    ),
    stopCondition,
  },
});

const timeFilter = block<Incremental<'time_filter'>>({
  what: 'an incremental sync of type "time_filter"',
  keys: {
    type: required(choice(['time_filter'])),
    iterator: required(anyMapping),
    format: optional(choice(['iso8601', 'unix_seconds', 'unix_millis'])),
    safetyBufferSeconds: optional(number({ min: 0 })),
    response: optional(
      block<{ updatedAtPath?: string }>({ what: 'the response of a sync', keys: { updatedAtPath: optional(text()) } }),
    ),
  },
});

const deltaToken = block<Incremental<'delta_token'>>({
  what: 'an incremental sync of type "delta_token"',
  keys: {
    type: required(choice(['delta_token'])),
    iterator: required(anyMapping),
    response: required(
      block<Incremental<'delta_token'>['response']>({
        what: 'the response of a sync',
        keys: { path: optional(text()), onlyOnFinalPage: optional(bool) },
      }),
    ),
  },
});

/** One name, or several. */
const indexField: Kind<readonly string[]> = {
  expects: 'a text or a list of texts',
  read(node, path, context) {
    if (node.kind === 'list') return texts('texts').read(node, path, context);
    const one = filled.read(node, path, context);
    return one === undefined ? undefined : [one];
  },
};

/** `dataSync`. */
export const dataSync = block<DataSyncDefinition>({
  what: 'the data sync of an action',
  keys: {
    allowed: optional(bool),
    indexField: defaulted(indexField, []),
    dataKey: optional(text()),
    pagination: optional(tagged<DataSyncPagination>('type', 'a pagination', { cursor, offset, page })),
    incremental: optional(
      tagged<DataSyncIncremental>('type', 'an incremental sync', { time_filter: timeFilter, delta_token: deltaToken }),
    ),
    maxPages: optional(number({ min: 1, integer: true })),
    maxDurationMinutes: optional(number({ min: 1 })),
  },
});
