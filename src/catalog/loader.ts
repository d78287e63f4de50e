import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import {
  type ConnectorDefinition,
  type ConnectorFiles,
  compileConnector,
  type Diagnostic,
  type LoadResult,
  loadConnector,
} from '../engine/index.ts';

/** Longest files, in characters, that are read on this thread: it takes no longer than to start another. */
const SHORT = 32_768;
/** How long the other thread waits for more work before it ends and gives its memory back. */
const IDLE_MS = 10_000;
/** A connector that takes more memory than this ends the thread, not the server. */
const MEMORY_MB = 1_024;

/** The thread's file lies beside this one, in the sources and in the bundle. */
const THREAD = new URL(`./define-worker${extname(import.meta.url)}`, import.meta.url);

/** What the thread answers. */
interface Defined {
  readonly definition?: ConnectorDefinition;
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads connectors while the serving thread goes on serving. */
export interface ConnectorLoader {
  /** Reads, checks and compiles the files of a connector; long ones on a thread of their own, one after the other. */
  load(files: ConnectorFiles): Promise<LoadResult>;
  /** Ends the thread; what it has not loaded is rejected. */
  close(): Promise<void>;
}

/** Makes a loader. Its thread runs only while there is work for it, and a little longer. */
export function createConnectorLoader(): ConnectorLoader {
  const waiting: { resolve: (defined: Defined) => void; reject: (reason: unknown) => void }[] = [];
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Worker => {
    const started = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    const ended = (reason: unknown): void => {
      if (thread !== started) return;
      thread = undefined;
      for (const { reject } of waiting.splice(0)) reject(reason);
    };
    started.on('message', (defined: Defined) => {
      waiting.shift()?.resolve(defined);
      if (waiting.length > 0) return;
      started.unref();
      idle = setTimeout(() => {
        thread = undefined;
        void started.terminate();
      }, IDLE_MS).unref();
    });
    started.on('error', ended);
    started.on('exit', () => ended(new Error('The thread that reads connectors ended.')));
    return started;
  };

  const define = (files: ConnectorFiles): Promise<Defined> =>
    new Promise((resolve, reject) => {
      clearTimeout(idle);
      thread ??= start();
      thread.ref();
      waiting.push({ resolve, reject });
      thread.postMessage(files);
    });

  return {
    async load(files) {
      let length = 0;
      for (const text of Object.values(files)) length += text.length;
      if (length <= SHORT) {
        // Of many short ones in a row, each is a turn of its own.
        await setImmediate();
        return loadConnector(files);
      }
      const { definition, diagnostics } = await define(files);
      return definition === undefined ? { diagnostics } : { connector: compileConnector(definition), diagnostics };
    },
    async close() {
      clearTimeout(idle);
      await thread?.terminate();
    },
  };
}
