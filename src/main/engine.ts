import {
  createCatalog,
  createConnectorLoader,
  createProxyRunner,
  createRefresher,
  createRevoker,
  createRunner,
  createSignIn,
  type RunnerParts,
  readPrepared,
} from '../catalog/index.ts';
import { VERSION } from '../config.ts';
import { createEgress, type Lookup } from '../egress/index.ts';
import { createRateLimiter, createResponseCache } from '../engine/index.ts';
import { EMULATORS } from '../sandbox/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Address, Base } from './base.ts';

/** The connectors that come with the server, and everything a compiled action needs to run. */
export type Engine = ReturnType<typeof createEngine>;

/** What {@link createEngine} is told. */
export interface EngineParts {
  /** Folder with one folder for each connector. */
  readonly connectors: string;
  /** File with connectors that were read and checked ahead of time. */
  readonly prepared: string | undefined;
  /** Resolver of the names that are called; that of the system when undefined. */
  readonly lookup: Lookup | undefined;
  readonly address: Address;
  readonly telemetry: Telemetry | undefined;
}

/** Makes the catalog and the engine bound to this server. */
export function createEngine(
  { config, clock, logger, onStop }: Base,
  { connectors, prepared, lookup, address, telemetry }: EngineParts,
) {
  const egress = createEgress({ allow: config.egressAllow, logger, version: VERSION, lookup });
  onStop(() => egress.close());
  const catalog = createCatalog({
    folder: connectors,
    prepared: prepared === undefined ? {} : readPrepared(prepared),
    logger,
  });
  const loader = createConnectorLoader();
  onStop(() => loader.close());
  const runnerParts: RunnerParts = {
    transport: telemetry === undefined ? egress.send : telemetry.watch(egress.send),
    limiter: createRateLimiter({ clock }),
    cache: createResponseCache({ clock }),
    clock,
    sandboxUrl: (key) =>
      config.sandbox && EMULATORS.some((emulator) => emulator.key === key)
        ? `${address.url}/sandbox/${key}`
        : undefined,
  };
  const named = { ...runnerParts, publicUrl: address.publicUrl };
  return {
    egress,
    catalog,
    loader,
    runner: createRunner(runnerParts),
    proxyRunner: createProxyRunner(runnerParts),
    refresh: createRefresher(named),
    revoke: createRevoker(named),
    signIn: createSignIn(named),
  };
}
