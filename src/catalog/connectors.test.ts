import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorFolder, madeConnector } from '../../test/support/made-connector.ts';
import type { ConnectorFiles } from '../engine/index.ts';
import { silentLogger } from '../kernel/index.ts';
import { createCompiledCache } from './compiled-cache.ts';
import { type Catalog, type CustomVersions, createCatalog, createConnectorLoader, createConnectors } from './index.ts';

let folder: string;
let builtin: Catalog;
beforeAll(() => {
  folder = connectorFolder(['forge', madeConnector({ version: '1.4.0' })], ['anvil', madeConnector({ key: 'anvil' })]);
  builtin = createCatalog({ folder, logger: silentLogger });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Connectors of the project `p1`, with what was read of them. */
function start(texts: Readonly<Record<string, string>> = {}, max?: number) {
  const reads: string[] = [];
  const errors: unknown[] = [];
  let versions: CustomVersions = { all: [] };
  const put = (more: Readonly<Record<string, string>>): void => {
    const all = Object.keys(more).map((name) => {
      const [key = '', version = ''] = name.split('@');
      return { key, version, title: key, hash: `${more[name]?.length}`, createdAt: 5 };
    });
    versions = { all: [...versions.all, ...all] };
    texts = { ...texts, ...more };
  };
  put(texts);
  const connectors = createConnectors({
    builtin,
    loader: createConnectorLoader(),
    custom: {
      versions: (projectId) => (projectId === 'p1' ? versions : Promise.resolve({ all: [] })),
      files: async (_projectId, { key, version }): Promise<ConnectorFiles> => {
        reads.push(`${key}@${version}`);
        return { [`${key}.connector.s1.yaml`]: texts[`${key}@${version}`]! };
      },
    },
    logger: { ...silentLogger, error: (fields) => void errors.push(fields) },
    ...(max === undefined ? {} : { max }),
  });
  return { connectors, reads, errors, put, clear: () => (versions = { all: [] }) };
}

const own = (version: string, key = 'forge') => ({ [`${key}@${version}`]: madeConnector({ key, version }) });

describe('the connectors of a project', () => {
  it('stand before built-in ones of the same key, for that project alone', async () => {
    const { connectors } = start(own('1.0.0'));
    const mine = await connectors.resolve('p1', 'forge', null);
    expect([mine.version, connectors.sourceOf(mine)]).toEqual(['1.0.0', 'custom']);
    const theirs = await connectors.resolve('p2', 'forge', null);
    expect([theirs.version, connectors.sourceOf(theirs)]).toEqual(['1.4.0', 'builtin']);
    expect((await connectors.list('p1')).map(({ key, version }) => `${key} ${version}`)).toEqual([
      'anvil 1.0.0',
      'forge 1.0.0',
    ]);
  });

  it('are compiled when first used, once for all who wait, and given without waiting afterwards', async () => {
    const { connectors, reads } = start({ ...own('1.0.0'), ...own('1.1.0') });
    expect(reads).toEqual([]);
    const both = await Promise.all([connectors.resolve('p1', 'forge', null), connectors.resolve('p1', 'forge', null)]);
    expect(both[0]).toBe(both[1]);
    expect(reads).toEqual(['forge@1.1.0']);
    expect(connectors.resolve('p1', 'forge', null)).toBe(both[0]);
    expect(connectors.resolve('p1', 'forge', '1.1.x')).toBe(both[0]);
    expect(connectors.resolve('p1', 'anvil', null)).toBe(builtin.get('anvil'));
  });

  it('are forgotten when too many are kept, those not used for longest first', async () => {
    const { connectors, reads } = start({ ...own('1.0.0', 'a'), ...own('1.0.0', 'b'), ...own('1.0.0', 'c') }, 2);
    for (const key of ['a', 'b', 'a', 'c', 'a']) await connectors.resolve('p1', key, null);
    expect(reads).toEqual(['a@1.0.0', 'b@1.0.0', 'c@1.0.0']);
    await connectors.resolve('p1', 'b', null);
    expect(reads.at(-1)).toBe('b@1.0.0');
  });

  it('follow the versions as they come and go', async () => {
    const { connectors, put, clear } = start(own('1.0.0', 'mine'));
    const version = async (pin: string | null) => (await connectors.resolve('p1', 'mine', pin)).version;
    expect(await version('1.x.x')).toBe('1.0.0');
    put(own('1.1.0', 'mine'));
    expect([await version('1.x.x'), await version('1.0.x'), await version(null)]).toEqual(['1.1.0', '1.0.0', '1.1.0']);
    clear();
    await expect((async () => version(null))()).rejects.toMatchObject({ code: 'connector_not_found' });
  });

  it('say which versions there are when none matches a pin', async () => {
    const { connectors } = start({ ...own('1.0.0'), ...own('1.10.0') });
    expect(() => connectors.resolve('p1', 'forge', '3.x.x')).toThrow(
      expect.objectContaining({
        code: 'connector_version_missing',
        message: expect.stringContaining('There are: 1.10.0, 1.0.0, 1.4.0 (built in).'),
      }),
    );
    expect(() => connectors.resolve('p1', '__proto__', null)).toThrow(
      expect.objectContaining({ code: 'connector_not_found' }),
    );
  });

  it('that cannot be loaded are reported once, and stop no other', async () => {
    const { connectors, errors } = start({ 'bad@1.0.0': 'StackOne: 1.0.0\n', ...own('1.0.0', 'good') });
    for (let count = 0; count < 2; count += 1)
      await expect((async () => connectors.resolve('p1', 'bad', null))()).rejects.toMatchObject({
        code: 'connector_unusable',
      });
    expect(errors).toMatchObject([{ connector: 'bad', version: '1.0.0' }]);
    expect((await connectors.list('p1')).map(({ key }) => key)).toEqual(['anvil', 'forge', 'good']);
    const bad = (await connectors.entries('p1')).find(({ key }) => key === 'bad');
    expect(bad).toEqual({ key: 'bad', title: 'bad', version: '1.0.0', source: 'custom', connector: undefined });
    expect((await connectors.files('p1', 'bad', null)).files).toEqual({ 'bad.connector.s1.yaml': 'StackOne: 1.0.0\n' });
  });

  it('are listed by version, the one in use marked', async () => {
    const { connectors } = start({ ...own('1.4.0'), ...own('1.5.0-rc.1') });
    expect(await connectors.versions('p1', 'forge')).toEqual([
      { version: '1.5.0-rc.1', source: 'custom', createdAt: 5, current: false },
      { version: '1.4.0', source: 'custom', createdAt: 5, current: true },
      { version: '1.4.0', source: 'builtin', createdAt: null, current: false },
    ]);
    expect(await connectors.title('p1', 'forge')).toBe('forge');
    expect(await connectors.title('p2', 'forge')).toBe('FORGE');
    expect(await connectors.title('p1', 'nobody')).toBeNull();
    expect([...(await connectors.keys('p1'))].sort()).toEqual(['anvil', 'forge']);
  });
});

describe('the cache of compiled connectors', () => {
  it('holds no more than it may', () => {
    const cache = createCompiledCache<object>(2);
    const [a, b, c] = [{}, {}, {}];
    cache.set('a', a);
    cache.set('b', b);
    expect(cache.get('a')).toBe(a);
    cache.set('c', c);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([a, undefined, c]);
  });
});
