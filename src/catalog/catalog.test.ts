import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../kernel/index.ts';
import { createCatalog, hashFiles, prepareConnectors, readPrepared } from './index.ts';

const connector = (key: string, more = ''): string => `StackOne: 1.0.0
info: { title: ${key.toUpperCase()}, key: ${key}, version: 1.0.0, description: One of them. }
baseUrl: https://api.example
authentication:
  - custom:
      type: custom
      label: Key
      environments: [{ key: production, name: Production }]
      authorization: { type: none }
${more}actions:
  - actionId: ping
    actionType: get
    label: Ping
    description: Answers.
    steps:
      - stepId: ping
        description: Ask
        stepFunction: { functionName: request, parameters: { url: /ping, method: get } }
    result: { data: $.steps.ping.output.data }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-catalog-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (key: string, text = connector(key), name = `${key}.connector.s1.yaml`): void => {
  mkdirSync(join(folder, key), { recursive: true });
  writeFileSync(join(folder, key, name), text);
};

describe('the catalog', () => {
  it('holds every connector of the folder by title, with its picture', () => {
    write('zebra');
    write('ant');
    writeFileSync(join(folder, 'ant', 'icon.svg'), '<svg/>');
    writeFileSync(join(folder, 'README.md'), 'not a connector');
    const catalog = createCatalog({ folder, logger: silentLogger });
    expect(catalog.list().map(({ key }) => key)).toEqual(['ant', 'zebra']);
    expect(catalog.get('zebra')?.actions.has('zebra_ping')).toBe(true);
    expect(catalog.get('nobody')).toBeUndefined();
    expect([catalog.icon('ant'), catalog.icon('zebra')]).toEqual(['<svg/>', undefined]);
  });

  it('reports a broken folder and serves the others', () => {
    write('good');
    write('bad', connector('bad').replace('method: get', 'method: fetch'));
    const errors: unknown[] = [];
    const catalog = createCatalog({ folder, logger: { ...silentLogger, error: (fields) => void errors.push(fields) } });
    expect(catalog.list().map(({ key }) => key)).toEqual(['good']);
    expect(catalog.broken()).toMatchObject([{ folder: 'bad', diagnostics: [{ severity: 'error' }] }]);
    expect(errors).toMatchObject([{ connector: 'bad', diagnostics: expect.stringContaining('fetch') }]);
  });
});

describe('prepared connectors', () => {
  it('survive JSON and give the same connectors as their files', () => {
    write('ant');
    const file = join(folder, 'prepared.json');
    writeFileSync(file, JSON.stringify(prepareConnectors(folder)));
    const prepared = readPrepared(file);
    expect(Object.keys(prepared)).toHaveLength(1);
    const fromFiles = createCatalog({ folder, logger: silentLogger }).get('ant');
    const ahead = createCatalog({ folder, prepared, logger: silentLogger }).get('ant');
    expect(JSON.stringify([...ahead!.actions])).toBe(JSON.stringify([...fromFiles!.actions]));
    expect(JSON.stringify(ahead)).toBe(JSON.stringify(fromFiles));
  });

  it('are not used for files that have changed since', () => {
    write('ant');
    const prepared = prepareConnectors(folder);
    write('ant', connector('ant').replace('label: Ping', 'label: Pong'));
    expect(createCatalog({ folder, prepared, logger: silentLogger }).get('ant')?.actions.get('ant_ping')?.label).toBe(
      'Pong',
    );
  });

  it('leave out what has errors, and are none where there is no file', () => {
    write('bad', 'StackOne: 1.0.0\n');
    expect(prepareConnectors(folder)).toEqual({});
    expect(readPrepared(join(folder, 'nothing.json'))).toEqual({});
  });

  it('are told apart by every name and byte of their files', () => {
    const hashes = [{ a: 'b' }, { a: 'c' }, { b: 'b' }, { a: 'b', c: '' }, { ab: '' }].map(hashFiles);
    expect(new Set(hashes).size).toBe(5);
  });
});
