import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectorFiles, loadDemo } from '../execute/testing/harness.ts';
import { loadConnector } from './load-connector.ts';

const people = readFileSync(
  join(import.meta.dirname, '../../../test/connectors/people/people.connector.s1.yaml'),
  'utf8',
);
const load = (text: string) => loadConnector({ 'people.connector.s1.yaml': text });

const act = (more: Record<string, unknown>) => ({
  label: 'Act',
  description: 'Acts.',
  steps: [
    { stepId: 's', description: 'S.', stepFunction: { functionName: 'static_values', parameters: { values: 1 } } },
  ],
  ...more,
});

/** A way to connect with these test actions, and the fields they speak of. */
const testedBy = (testActions: readonly Record<string, unknown>[]) => {
  const field = (key: string) => ({ key, label: key, type: 'text', required: true });
  const custom = { type: 'custom', label: 'Key', authorization: { type: 'none' }, testActions };
  const configFields = [field('kind'), field('user')];
  const authentication = [{ custom: { ...custom, configFields } }];
  return loadDemo({ actions: [act({ actionId: 'a' })], authentication }).authentication[0];
};

describe('a loaded connector', () => {
  it('says who it is', () => {
    expect(load(people).connector).toMatchObject({
      key: 'people',
      title: 'People Demo',
      version: '1.2.0',
      description: 'A directory of people, for tests of the engine.',
      icon: 'https://example.com/people.svg',
      releaseStage: 'ga',
      categories: ['hris'],
      scopeDefinitions: [],
      references: [],
    });
  });

  it('holds its actions by public id, in the order of the file', () => {
    expect([...(load(people).connector?.actions.keys() ?? [])]).toEqual([
      'people_get_person',
      'people_list_people',
      'people_create_person',
    ]);
  });

  it('tells of each action what callers need', () => {
    const { actions } = loadDemo({
      actions: [
        act({
          actionId: 'get_thing',
          details: 'More.',
          categories: ['hris', 'ats'],
          actionType: 'get',
          schema: 'hris/employees',
          fieldConfigs: [],
          tags: ['t'],
          effects: ['read'],
          annotations: { readOnlyHint: true },
          requiredScopes: 'a, b',
          authRequirements: { oauth2: ['a'] },
          examples: [{ input: {}, output: {} }],
          entrypointUrl: '/things/:id',
          entrypointHttpMethod: 'get',
          executionMode: 'async',
          releaseStage: 'beta',
        }),
      ],
    });
    expect(actions.get('demo_get_thing')).toMatchObject({
      id: 'demo_get_thing',
      actionId: 'get_thing',
      connectorKey: 'demo',
      label: 'Act',
      description: 'Acts.',
      details: 'More.',
      categories: ['hris', 'ats'],
      actionType: 'get',
      schemaType: 'unified',
      schema: 'employees',
      tags: ['t'],
      effects: ['read'],
      annotations: { readOnlyHint: true },
      requiredScopes: ['a', 'b'],
      authRequirements: { oauth2: ['a'] },
      entrypointUrl: '/things/:id',
      entrypointHttpMethod: 'GET',
      executionMode: 'async',
      releaseStage: 'beta',
      internal: false,
    });
  });

  it('calls actions internal that no caller may run', () => {
    const { actions } = loadDemo({
      actions: [
        act({ actionId: 'a', categories: ['internal'] }),
        act({ actionId: 'b', actionType: 'refresh_token' }),
        act({ actionId: 'c' }),
      ],
    });
    expect([...actions.values()].map(({ internal }) => internal)).toEqual([true, true, false]);
  });

  it('is native unless it says otherwise or maps to a model', () => {
    const { actions } = loadDemo({
      actions: [
        act({ actionId: 'a', actionType: 'list' }),
        act({ actionId: 'b', schemaType: 'unified' }),
        act({ actionId: 'c', actionType: 'custom', schema: 'employees' }),
      ],
    });
    expect([...actions.values()].map(({ schemaType }) => schemaType)).toEqual(['native', 'unified', 'native']);
  });

  it('has one auth method per environment, production first', () => {
    const methods = load(people).connector?.authentication ?? [];
    expect(methods.map(({ key, environment }) => [key, environment.key])).toEqual([
      ['custom', 'production'],
      ['custom', 'sandbox'],
    ]);
    expect(methods[0]?.testActions).toMatchObject([{ required: true, action: { id: 'people_list_people' } }]);
    expect(methods[0]?.configFields[0]).toMatchObject({
      key: 'apiKey',
      type: 'password',
      required: true,
      secret: true,
      readOnly: false,
    });
  });

  it('adds production where the author names only other environments, and keeps the order of the rest', () => {
    const { authentication } = loadDemo({
      authentication: [
        {
          custom: {
            type: 'custom',
            label: 'Key',
            authorization: { type: 'none' },
            environments: [
              { key: 'sandbox', name: 'Sandbox' },
              { key: 'production', name: 'Live' },
              { key: 'dev', name: 'Dev' },
            ],
          },
        },
      ],
    });
    expect(authentication.map(({ environment }) => environment.name)).toEqual(['Live', 'Sandbox', 'Dev']);
  });

  it('knows which test actions are meant for an account', () => {
    const method = testedBy([
      { action: 'a', required: true, condition: '{{$.credentials.kind == "x"}}' },
      { action: act({ actionId: 'own', categories: ['internal'] }), required: false },
    ]);
    const account = { authenticationType: 'custom', environment: 'production' };
    const [first, second] = method?.testActions ?? [];
    expect(first?.applies({ ...account, credentials: { kind: 'x' } })).toBe(true);
    expect(first?.applies({ ...account, credentials: { kind: 'y' } })).toBe(false);
    expect(second?.applies({ ...account, credentials: {} })).toBe(true);
    expect(second?.action).toMatchObject({ id: 'demo_own', internal: true });
  });

  it('tells from a test who was connected', () => {
    const method = testedBy([
      { action: 'a', required: true, connectedAs: '{{data.email}}' },
      { action: 'a', required: true, connectedAs: '{{credentials.user}}' },
      { action: 'a', required: true },
    ]);
    const account = { authenticationType: 'custom', environment: 'production', credentials: { user: ' ada ' } };
    const said = (data: unknown) => method?.testActions.map((test) => test.connectedAs(account, data));
    expect(said({ email: 'ada@acme.example' })).toEqual(['ada@acme.example', 'ada', undefined]);
    for (const data of [null, {}, { email: '' }, { email: { no: 'text' } }]) expect(said(data)?.[0]).toBeUndefined();
  });

  it('has the flows of event subscriptions as internal actions', () => {
    const flow = {
      steps: [
        { stepId: 's', description: 'S.', stepFunction: { functionName: 'static_values', parameters: { values: 1 } } },
      ],
    };
    const { events } = loadDemo({
      events: {
        setup: { creation: flow, deletion: flow, isConsolidated: true },
        actions: [act({ actionId: 'changed' })],
      },
    });
    expect(events?.setup).toMatchObject({
      creation: { id: 'demo_events_creation', internal: true },
      deletion: { id: 'demo_events_deletion' },
      isConsolidated: true,
    });
    expect(events?.setup.activation).toBeUndefined();
    expect([...(events?.actions.keys() ?? [])]).toEqual(['changed']);
  });

  it('is frozen', () => {
    const { connector } = load(people);
    expect(Object.isFrozen(connector)).toBe(true);
    expect(Object.isFrozen(connector?.authentication[0])).toBe(true);
    expect(Object.isFrozen(connector?.actions.get('people_get_person'))).toBe(true);
  });
});

describe('loading', () => {
  it('yields diagnostics and no connector where something is wrong', () => {
    const { connector, diagnostics } = load(people.replace('method: get', 'method: fetch'));
    expect(connector).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      file: 'people.connector.s1.yaml',
      line: expect.any(Number),
    });
  });

  it('never throws, whatever the files hold', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('a.connector.s1.yaml', 'a.b.s1.partial.yaml', 'x'),
          fc.string({ maxLength: 300 }),
        ),
        (files) => {
          expect(Array.isArray(loadConnector(files).diagnostics)).toBe(true);
        },
      ),
    );
    const lines = people.split('\n');
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), fc.string({ maxLength: 20 }), (at, text) => {
        expect(typeof load([...lines.slice(0, at), text, ...lines.slice(at + 1)].join('\n'))).toBe('object');
      }),
      { numRuns: 60 },
    );
  });

  it('can be done for data that was made up', () => {
    expect(loadConnector(connectorFiles({})).connector?.key).toBe('demo');
  });
});
