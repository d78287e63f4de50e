import { join } from 'node:path';
import { readConnectorFolder } from '../../../src/catalog/index.ts';
import {
  type ActionResult,
  type CompiledAction,
  type CompiledConnector,
  type Diagnostic,
  loadConnector,
  runAction,
  type Transport,
  type TransportRequest,
} from '../../../src/engine/index.ts';
import { EMULATORS, type Emulator } from '../../../src/sandbox/index.ts';
import { serveEmulator, type TestClock, type TestEmulator } from '../../../src/sandbox/testing/serve.ts';
import type { ConnectorSheet, Fields, Inputs } from './sheet.ts';

/** Where the connector folders are. */
export const CONNECTORS = join(import.meta.dirname, '../../../connectors');

/** What one run of an action did. */
export interface Ran {
  readonly result: ActionResult;
  /** Every request that left, in order. */
  readonly requests: readonly TransportRequest[];
  /** Milliseconds of every wait before a request was repeated. */
  readonly waits: readonly number[];
  /** Credentials it was run with. */
  readonly fields: Fields;
}

/** How an action is run. */
export interface RunOptions {
  /** Credential fields; full access unless given. */
  readonly fields?: Fields;
  /** Key of the way to connect; the connector's first unless given. */
  readonly authenticationType?: string;
  /** Fault for the n-th request (from 0), as the emulators understand it in a header. */
  readonly fault?: (count: number) => string | undefined;
}

/** One connector and its emulator, served over HTTP. */
export interface World {
  readonly connector: CompiledConnector;
  readonly emulator: Emulator;
  /** Base address of the served emulator. */
  readonly base: string;
  readonly clock: TestClock;
  /** Fields of a demo credential set by name; the one with full access unless named. */
  fields(name?: string): Readonly<Record<string, string>>;
  /** Runs an action the way the server does, over a real connection. @throws Error for invalid inputs */
  run(action: CompiledAction, inputs: Inputs, options?: RunOptions): Promise<Ran>;
  /** Asks the emulator past the connector, with full access. @throws Error for any answer but success */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every provider are looked into
  ask(path: string, init?: RequestInit): Promise<any>;
  /** Restores the demonstration data if a run may have changed it. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

const MOST_REQUESTS = 2_000;

/** Sends over the network as egress does, without its guards. */
async function send({ method, url, headers, body, signal }: TransportRequest, fault: string | undefined) {
  const response = await fetch(url, {
    method: method.toUpperCase(),
    headers: fault === undefined ? headers : { ...headers, 'x-sandbox-fault': fault },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
    url: response.url,
  };
}

/** Compiles the connector of a folder. */
export const compileFolder = (key: string) => loadConnector(readConnectorFolder(join(CONNECTORS, key)));

/** Values of fields that nobody may be told. */
export function secretsOf(connector: CompiledConnector, fields: Readonly<Record<string, string>>): string[] {
  const secret = connector.authentication.flatMap(({ configFields }) => configFields).filter((field) => field.secret);
  return [...secret.map(({ key }) => key), 'accessToken', 'refreshToken'].flatMap((key) => fields[key] ?? []);
}

const describeFindings = (findings: readonly Diagnostic[]): string =>
  findings.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n');

/** Serves the emulator of a connector and compiles the connector. */
export async function openWorld(key: string, sheet: ConnectorSheet): Promise<World> {
  const emulator = await EMULATORS.find((candidate) => candidate.key === key)?.load();
  if (emulator === undefined) throw new Error(`There is no emulator for ${key}.`);
  const { connector, diagnostics } = compileFolder(key);
  if (connector === undefined) throw new Error(`${key} does not load:\n${describeFindings(diagnostics)}`);
  const served: TestEmulator = await serveEmulator(emulator);
  const base = await served.listen();
  const { clock } = served;
  let dirty = false;

  const fields = (name = emulator.credentialSets[0]!.name) => {
    const found = emulator.credentialSets.find((set) => set.name === name);
    if (found === undefined) throw new Error(`The emulator of ${key} has no credential set "${name}".`);
    return found.fields;
  };

  return {
    connector,
    emulator,
    base,
    clock,
    fields,
    async run(action, inputs, options = {}) {
      const checked = action.validateInputs(inputs);
      if (!checked.ok) throw new Error(`${action.id} refuses the inputs: ${JSON.stringify(checked.issues)}`);
      const requests: TransportRequest[] = [];
      const waits: number[] = [];
      const transport: Transport = async (request) => {
        if (requests.push(request) > MOST_REQUESTS) throw new Error(`more than ${MOST_REQUESTS} requests in one run`);
        const response = await send(request, options.fault?.(requests.length - 1));
        dirty ||= response.status < 300 && request.method.toUpperCase() !== 'GET';
        return response;
      };
      const used = options.fields ?? fields();
      const result = await runAction(action, {
        inputs: checked.inputs,
        credentials: used,
        authenticationType: options.authenticationType ?? connector.authentication[0]!.key,
        environment: 'sandbox',
        context: { sandboxUrl: base, accountSecureId: 'conformance' },
        transport,
        clock,
        wait: async (ms) => {
          waits.push(ms);
        },
      });
      return { result, requests, waits, fields: used };
    },
    async ask(path, init = {}) {
      dirty ||= init.method !== undefined && init.method !== 'GET' && !path.startsWith('/__admin/');
      const headers = { ...sheet.headers(fields()), ...(init.headers as Record<string, string> | undefined) };
      const response = await fetch(path.startsWith('http') ? path : `${base}${path}`, { ...init, headers });
      const text = await response.text();
      if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    async clean() {
      if (!dirty) return;
      await served.send('POST', '/__admin/reset');
      dirty = false;
    },
    close: () => served.close(),
  };
}
