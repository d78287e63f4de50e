import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConnectorFolder } from '../../../src/catalog/index.ts';
import { formatDiagnostics } from '../../../src/engine/index.ts';
import { CHECKS } from './checks/index.ts';
import { Coverage } from './coverage.ts';
import { describeHouseRules } from './house-rules.ts';
import { OUTCOMES } from './outcomes.ts';
import { readSheets } from './read-sheets.ts';
import { subjectOf } from './subject.ts';
import { CONNECTORS, compileFolder, openWorld, type World } from './world.ts';

const sheets = await readSheets();
const folders = readdirSync(CONNECTORS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const reports: string[] = [];

it('every connector has a sheet and every sheet a connector', () => {
  expect([...sheets.keys()].sort()).toEqual([...folders].sort());
});

describe.each([...sheets])('%s', (key, sheet) => {
  const { connector, diagnostics } = compileFolder(key);
  if (connector === undefined)
    throw new Error(formatDiagnostics(diagnostics, readConnectorFolder(`${CONNECTORS}/${key}`)));
  const actions = [...connector.actions.values()].filter((action) => !action.internal);
  const coverage = new Coverage(
    key,
    actions.map(({ actionId }) => actionId),
  );
  let world: World;

  beforeAll(async () => {
    world = await openWorld(key, sheet);
  });
  afterAll(async () => {
    reports.push(coverage.toText());
    await world.close();
  });

  describeHouseRules(sheet, connector, diagnostics, () => world);

  describe.each(actions.filter(({ actionId }) => sheet.actions[actionId] !== undefined))('$id', (action) => {
    const declared = { action, sheet, spec: sheet.actions[action.actionId]! };
    beforeAll(() => world.clean());
    for (const outcome of OUTCOMES) {
      const check = CHECKS[outcome];
      const reason = declared.spec.except?.[outcome] ?? check.impossible?.(declared);
      if (reason !== undefined) {
        coverage.cannot(action.actionId, outcome, reason);
        continue;
      }
      it(check.title, async () => {
        await check.verify(subjectOf(declared, world));
        coverage.saw(action.actionId, outcome);
      });
    }
  });

  it('has been seen to do everything it can', () => {
    expect(coverage.missing()).toEqual([]);
  });
});

afterAll(() => {
  process.stdout.write(`\nConnector conformance\n${reports.join('\n')}\n`);
});
