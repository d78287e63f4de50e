import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ActionResult,
  type ActionRun,
  type CompiledConnector,
  type GroupedInputs,
  loadConnector,
  runAction,
} from '../../../src/engine/index.ts';
import { type Asked, startProvider, type Told } from '../../support/mock-provider.ts';
import { localTransport } from '../../support/node-transport.ts';

/** Loads one of the connectors in `test/connectors`. */
export function fixture(name: string): CompiledConnector {
  const folder = join(import.meta.dirname, '..', name);
  const files = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const { connector, diagnostics } = loadConnector(files);
  if (connector === undefined)
    throw new Error(diagnostics.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return connector;
}

/** What a run against a pretended provider needs. */
export interface Scene {
  readonly routes: Readonly<Record<string, Told | ((asked: Asked) => Told)>>;
  readonly inputs?: GroupedInputs;
  readonly credentials?: Readonly<Record<string, unknown>>;
  readonly auth?: string;
  readonly run?: Partial<ActionRun>;
}

/** Runs an action of a fixture over HTTP, inputs checked first. */
export async function run(
  connector: CompiledConnector,
  actionId: string,
  scene: Scene,
): Promise<{ result: ActionResult; asked: readonly Asked[] }> {
  const action = connector.actions.get(`${connector.key}_${actionId}`);
  if (action === undefined) throw new Error(`${connector.key} has no action ${actionId}`);
  const checked = action.validateInputs(scene.inputs ?? {});
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  const provider = await startProvider(scene.routes);
  try {
    const result = await runAction(action, {
      inputs: checked.inputs,
      credentials: scene.credentials ?? {},
      authenticationType: scene.auth ?? connector.authentication[0]?.key ?? '',
      environment: 'production',
      transport: localTransport(provider.port),
      ...scene.run,
    });
    return { result, asked: provider.asked };
  } finally {
    await provider.close();
  }
}
