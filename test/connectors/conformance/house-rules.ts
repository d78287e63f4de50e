import { describe, expect, it } from 'vitest';
import {
  type CompiledAction,
  type CompiledConnector,
  type Diagnostic,
  runAction,
  type TransportRequest,
} from '../../../src/engine/index.ts';
import { examplesFor, inputNames } from './inputs.ts';
import type { ConnectorSheet, Inputs } from './sheet.ts';
import type { World } from './world.ts';

const LONGEST_DESCRIPTION = 1_024;
const READING = /^(GET|HEAD) /;

/** Every described thing in a schema, by path. */
function undescribed(schema: unknown, path = ''): string[] {
  const members = Object.entries(((schema as { properties?: object }).properties ?? {}) as Record<string, object>);
  return members.flatMap(([name, member]) => {
    const at = `${path}/${name}`;
    const inner = 'items' in member ? member.items : member;
    const own = path !== '' && !('description' in member) ? [at] : [];
    return [...own, ...undescribed(inner, at)];
  });
}

/** An operation whatever its parameters are called. */
const endpointLine = (line: string): string => line.replace(/:\w+/g, ':id');

const rulesOfAction = (sheet: ConnectorSheet, action: CompiledAction): string[] => {
  const spec = sheet.actions[action.actionId];
  if (spec === undefined) return [];
  const objections: string[] = [];
  const reads =
    spec.requests.every((line) => READING.test(line)) || action.effects.every((effect) => effect === 'read');
  const { annotations, description, label } = action;
  if (label.length < 3 || label.length > 80) objections.push('label is too short or too long');
  if (description.length < 40) objections.push('description says too little to choose by');
  if (description.length > LONGEST_DESCRIPTION) objections.push(`description is longer than ${LONGEST_DESCRIPTION}`);
  if (action.effects.length === 0) objections.push('no effects');
  if (annotations.readOnlyHint !== reads) objections.push('readOnlyHint does not fit what it sends');
  if (action.actionType === 'delete' && annotations.destructiveHint !== true) objections.push('not marked destructive');
  if (!reads && annotations.destructiveHint === undefined) objections.push('does not say whether it is destructive');
  if (annotations.idempotentHint === undefined) objections.push('does not say whether it may be repeated');
  const paging = inputNames(action, 'query').filter((name) => name === 'page_size' || name === 'next');
  if (paging.length === 1) objections.push(`has ${paging[0]} without its twin`);
  return [...objections, ...undescribed(action.inputSchema).map((path) => `${path} has no description`)];
};

/** What every connector keeps to, whatever its provider. */
export function describeHouseRules(
  sheet: ConnectorSheet,
  connector: CompiledConnector,
  diagnostics: readonly Diagnostic[],
  world: () => World,
): void {
  const actions = [...connector.actions.values()].filter((action) => !action.internal);

  describe('the connector', () => {
    it('loads without a finding', () => {
      expect(diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
    });

    it('has exactly the actions of its sheet', () => {
      expect(actions.map(({ actionId }) => actionId).sort()).toEqual(Object.keys(sheet.actions).sort());
    });

    it('asks for the scopes the provider asks for', () => {
      const asked = Object.fromEntries(actions.map(({ actionId, requiredScopes }) => [actionId, requiredScopes]));
      const needed = Object.fromEntries(Object.entries(sheet.actions).map(([id, { scopes = [] }]) => [id, scopes]));
      expect(asked).toEqual(needed);
      const defined = new Set(connector.scopeDefinitions.map(({ name }) => name));
      expect(actions.flatMap(({ requiredScopes }) => requiredScopes).filter((scope) => !defined.has(scope))).toEqual(
        [],
      );
    });

    it('describes every action and input well enough to choose by', () => {
      const objections = actions.flatMap((action) =>
        rulesOfAction(sheet, action).map((text) => `${action.actionId}: ${text}`),
      );
      expect(objections).toEqual([]);
    });

    it('tells its actions apart', () => {
      for (const member of ['label', 'description'] as const)
        expect(new Set(actions.map((action) => action[member])).size).toBe(actions.length);
    });

    it('shows examples that can be sent as they are', () => {
      const refused = actions.flatMap((action) =>
        (action.examples as readonly { readonly input?: Inputs }[])
          .map(({ input = {} }) => action.validateInputs(input))
          .flatMap((checked) => (checked.ok ? [] : [{ action: action.actionId, issues: checked.issues }])),
      );
      expect(refused).toEqual([]);
    });

    it('reaches every operation of the provider', () => {
      const reached = new Set(Object.values(sheet.actions).flatMap(({ requests }) => requests.map(endpointLine)));
      const excused = sheet.withoutAction ?? {};
      const operations = world().emulator.endpoints.map(({ method, path }) => `${method} ${path}`);
      const left = operations.filter((line) => !reached.has(endpointLine(line)) && !Object.hasOwn(excused, line));
      expect(left).toEqual([]);
      expect(Object.keys(excused).filter((line) => !operations.includes(line))).toEqual([]);
    });

    it('calls the provider itself outside the sandbox', async () => {
      const [action] = actions;
      const urls: string[] = [];
      const { fewest } = await examplesFor(world(), sheet, action!, sheet.actions[action!.actionId]!);
      const checked = action!.validateInputs(fewest);
      await runAction(action!, {
        inputs: checked.ok ? checked.inputs : {},
        credentials: world().fields(),
        authenticationType: connector.authentication[0]!.key,
        environment: 'production',
        transport: async ({ url }: TransportRequest) => {
          urls.push(url);
          return { status: 200, headers: {}, body: new Uint8Array(), url };
        },
      });
      expect(urls[0]).toMatch(new RegExp(`^${RegExp.escape(world().emulator.standsFor)}(/|$)`));
    });
  });
}
