import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDemo } from '../testing/harness.ts';
import { accountOfDelivery, type Delivery, routeDelivery } from './route.ts';

const handler = (actionId: string) => ({
  actionId,
  label: actionId,
  description: 'Handles.',
  actionType: 'event',
  steps: [
    { stepId: 's', description: 'S.', stepFunction: { functionName: 'static_values', parameters: { values: 1 } } },
  ],
});

const connector = (router: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  loadDemo({ events: { actions: [handler('person_changed'), handler('ping')], router, ...more } });

const delivery = (body: unknown, more: Partial<Delivery> = {}): Delivery => ({
  body,
  headers: { 'x-event': 'push' },
  query: { tenant: 't1' },
  path: '/hook',
  method: 'POST',
  ...more,
});

const rule = (when: string, action = 'person_changed', input: Record<string, string> = {}) => ({ when, action, input });

describe('routing deliveries', () => {
  it('gives each event to the first rule that holds for it', () => {
    const found = connector({
      itemsPath: 'body.events',
      rules: [
        rule('event.type == "a"', 'ping'),
        rule('event.type', 'person_changed', { id: 'event.id', at: 'eventIndex', tenant: 'query.tenant' }),
      ],
    });
    const events = [{ type: 'b', id: 7 }, { type: 'a' }, { id: 9 }];
    expect(routeDelivery(found, delivery({ events }))).toEqual({
      ok: true,
      events: [
        {
          actionId: 'person_changed',
          action: found.events?.actions.get('person_changed'),
          input: { id: 7, at: 0, tenant: 't1' },
          event: events[0],
          eventIndex: 0,
        },
        { actionId: 'ping', action: found.events?.actions.get('ping'), input: {}, event: events[1], eventIndex: 1 },
      ],
    });
  });

  it('lets a rule for the whole delivery win alone', () => {
    const found = connector({
      delivery: [rule('headers["x-event"] == "push"', 'ping')],
      itemsPath: 'body.events',
      rules: [rule('true')],
    });
    expect(routeDelivery(found, delivery({ events: [1, 2] }))).toMatchObject({
      ok: true,
      events: [{ actionId: 'ping', eventIndex: 0 }],
    });
  });

  it('takes the body as the one event where no list is named', () => {
    const found = connector({ rules: [rule('event.type == "x"')] });
    expect(routeDelivery(found, delivery({ type: 'x' }))).toMatchObject({
      events: [{ event: { type: 'x' }, eventIndex: 0 }],
    });
    expect(routeDelivery(found, delivery({ type: 'y' }))).toEqual({ ok: true, events: [] });
  });

  it.each([
    ['event.n', { n: 0 }, true],
    ['event.n', { n: '' }, true],
    ['event.n', { n: false }, false],
    ['event.n', { n: null }, false],
    ['event.n', {}, false],
  ])('a rule %s holds for %j: %s', (when, body, holds) => {
    const routed = routeDelivery(connector({ rules: [rule(when)] }), delivery(body));
    expect(routed.ok && routed.events.length).toBe(holds ? 1 : 0);
  });

  it('says so where the list is none', () => {
    expect(routeDelivery(connector({ itemsPath: 'body.events', rules: [] }), delivery({ events: 'x' }))).toMatchObject({
      ok: false,
    });
  });

  it('yields nothing for connectors without events, and never throws', () => {
    expect(routeDelivery(loadDemo({}), delivery({}))).toEqual({ ok: true, events: [] });
    const found = connector({ itemsPath: 'body', rules: [rule('event.a.b.c > 1')] });
    fc.assert(fc.property(fc.jsonValue(), (body) => void routeDelivery(found, delivery(body))));
  });
});

describe('the account a delivery is about', () => {
  const extractor = { externalAccountIdExtractor: { result: 'body.company' } };
  const found = connector({ rules: [] }, extractor);

  it.each<[unknown, string | undefined]>([
    [' acme ', 'acme'],
    [7, '7'],
    [true, 'true'],
    ['  ', undefined],
    [null, undefined],
    [{ id: 1 }, undefined],
  ])('%j is %s', (company, expected) => {
    expect(accountOfDelivery(found, delivery({ company }))).toBe(expected);
  });

  it('is unknown where the connector does not say', () => {
    expect(accountOfDelivery(loadDemo({}), delivery({}))).toBeUndefined();
  });
});
