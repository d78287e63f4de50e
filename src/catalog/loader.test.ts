import { afterAll, describe, expect, it } from 'vitest';
import { madeConnector } from '../../test/support/made-connector.ts';
import { loadConnector } from '../engine/index.ts';
import { createConnectorLoader } from './loader.ts';

const loader = createConnectorLoader();
afterAll(() => loader.close());

/** The files of a connector that is long enough for the thread. @param more lines behind it */
const longFiles = (more = '') => ({
  'forge.connector.s1.yaml': `${madeConnector()}${'# a remark that makes it long\n'.repeat(2_000)}${more}`,
});

/** What happened on this thread while something was waited for: a turn for each pass of the event loop. */
async function turnsDuring<Result>(work: Promise<Result>): Promise<{ result: Result; turns: number }> {
  let turns = 0;
  let timer = setImmediate(function turn() {
    turns += 1;
    timer = setImmediate(turn);
  });
  const result = await work;
  clearImmediate(timer);
  return { result, turns };
}

describe('the loader of connectors', () => {
  it('loads long ones while this thread goes on, as well as the engine does', async () => {
    const { result, turns } = await turnsDuring(loader.load(longFiles()));
    const { connector, diagnostics } = loadConnector(longFiles());
    expect(turns).toBeGreaterThan(20);
    expect(JSON.stringify(result.connector)).toBe(JSON.stringify(connector));
    expect([...result.connector!.actions.keys()]).toEqual([...connector!.actions.keys()]);
    expect(result.diagnostics).toEqual(diagnostics);
  });

  it('tells each who waits of its own connector, mistakes included', async () => {
    const [good, bad, short] = await Promise.all([
      loader.load(longFiles()),
      loader.load(longFiles('wrong: [')),
      loader.load({ 'forge.connector.s1.yaml': madeConnector() }),
    ]);
    expect([good.connector?.key, short.connector?.key]).toEqual(['forge', 'forge']);
    expect(bad.connector).toBeUndefined();
    expect(bad.diagnostics).toEqual(loadConnector(longFiles('wrong: [')).diagnostics);
  });

  it('takes a turn of its own for each of many short ones', async () => {
    const files = { 'forge.connector.s1.yaml': madeConnector() };
    const { turns } = await turnsDuring(
      (async () => {
        for (let at = 0; at < 5; at += 1) await loader.load(files);
      })(),
    );
    expect(turns).toBeGreaterThan(3);
  });

  it('rejects what it has not loaded when it is closed, and loads again when asked to', async () => {
    const closing = createConnectorLoader();
    const load = closing.load(longFiles());
    const rejected = expect(load).rejects.toThrow('The thread that reads connectors ended.');
    await closing.close();
    await rejected;
    expect((await closing.load(longFiles())).connector?.key).toBe('forge');
    await closing.close();
  });
});
