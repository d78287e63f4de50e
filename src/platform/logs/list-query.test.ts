import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCursor } from '../../kernel/index.ts';
import { logFilterOf, logPageOf, nextLogCursor } from './list-query.ts';
import { LOG_ORDERS, resourceOfAction, resourcesOfPath } from './log-query.ts';

describe('the filter of logs', () => {
  it('is the same by bare names and inside filter', () => {
    const given = {
      account_ids: 'a,b',
      http_methods: ['get', 'POST'],
      status_codes: '200,404',
      source_types: 'API_KEY',
      start_date: '2026-01-31T12:00:00.000Z',
      success: false,
    };
    const expected = {
      accountIds: ['a', 'b'],
      methods: ['GET', 'POST'],
      statusCodes: [200, 404],
      sourceTypes: ['api_key'],
      from: Date.UTC(2026, 0, 31, 12),
      to: undefined,
      success: false,
      providers: [],
    };
    expect(logFilterOf(given)).toMatchObject(expected);
    expect(logFilterOf({ filter: given })).toMatchObject(expected);
  });

  it.each([
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31T12:00', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00:00+02:00', Date.UTC(2026, 0, 31, 10)],
    ['2026-01-31T12:00:00.5Z', Date.UTC(2026, 0, 31, 12, 0, 0, 500)],
  ])('reads the date-time %s', (text, time) => {
    expect(logFilterOf({ end_date: text }).to).toBe(time);
  });

  it.each(['yesterday', '2026', '2026-13-01', '31.01.2026', '1769860800000', '2026-01-31T25:00:00Z'])(
    'refuses the date-time %s with an example',
    (text) => {
      expect(() => logFilterOf({ filter: { start_date: text } })).toThrow(/start_date must be a date-time such as/);
    },
  );

  it.each(['4xx', '2e2', '20', '-404', '2000'])('refuses the status code %s', (text) => {
    expect(() => logFilterOf({ status_codes: text })).toThrow(/status_codes must be/);
  });
});

describe('the page of logs', () => {
  it('is the newest 25 unless the query says otherwise', () => {
    expect(logPageOf({})).toEqual({ orderBy: 'eventDatetime', descending: true, limit: 25 });
    expect(logPageOf({ order_by: 'status', order_direction: 'asc', page_size: 3 })).toEqual({
      orderBy: 'status',
      descending: false,
      limit: 3,
    });
  });

  it('takes the order from inside the filter or from both places, unless they disagree', () => {
    expect(logPageOf({ filter: { order_by: 'duration' }, order_by: ['duration', 'duration'] }).orderBy).toBe(
      'duration',
    );
    expect(() => logPageOf({ filter: { order_by: 'duration' }, order_by: 'status' })).toThrow(
      /order_by must be one of/,
    );
    expect(() => logPageOf({ order_by: '__proto__' })).toThrow(/order_by must be one of/);
    expect(() => logPageOf({ order_direction: 'down' })).toThrow(/order_direction must be one of asc, desc/);
  });

  it('goes on where its own cursor says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LOG_ORDERS),
        fc.boolean(),
        fc.string(),
        fc.string(),
        fc.integer(),
        (orderBy, descending, text, id, number) => {
          const value = orderBy === 'status' || orderBy === 'duration' ? number : text;
          const query = { order_by: orderBy, order_direction: descending ? 'desc' : 'asc' };
          const next = nextLogCursor(logPageOf(query), { value, id });
          if (next.length <= 4_096) expect(logPageOf({ ...query, next }).after).toEqual({ value, id });
        },
      ),
      {
        examples: [
          ['duration', false, '', '', -2_147_483_648],
          ['duration', true, '', '', 2_147_483_647],
        ],
      },
    );
  });

  it.each([
    ['of another order', encodeCursor(['provider', 'desc', 'x', 'id'])],
    ['of another direction', encodeCursor(['status', 'asc', 200, 'id'])],
    ['with a value of another type', encodeCursor(['status', 'desc', 'x', 'id'])],
    ['with a number no column holds', encodeCursor(['status', 'desc', 1e300, 'id'])],
    ['that is no cursor', 'nonsense'],
  ])('refuses a cursor %s', (_name, next) => {
    expect(() => logPageOf({ order_by: 'status', next })).toThrow(expect.objectContaining({ code: 'cursor_invalid' }));
  });
});

describe('what a log is about', () => {
  it('is what follows connector and verb in the name of an action', () => {
    expect(resourceOfAction('acme_list_job_roles')).toBe('job_roles');
    expect(resourceOfAction('acme_ping')).toBeNull();
    expect(resourceOfAction(null)).toBeNull();
  });

  it('is the first part of a path, and the third', () => {
    expect(resourcesOfPath('/accounts/1/meta')).toEqual({ resource: 'accounts', subResource: 'meta' });
    expect(resourcesOfPath('/')).toEqual({ resource: null, subResource: null });
  });
});
