import type { CompiledConnector } from '../program.ts';
import type { ConnectorProgram } from './connector-program.ts';
import type { ActionProgram } from './program-of.ts';

/** What it takes to send a caller's own request to a connector's provider. */
export interface ProxyProgram {
  readonly program: ActionProgram;
  /** Origins besides that of the base URL to which the connector itself sends credentials in production. */
  readonly origins: ReadonlySet<string>;
}

const makers = new WeakMap<CompiledConnector, () => ProxyProgram>();

/** Attaches the program to its connector; it is made when first needed. */
export function attachProxy(
  connector: CompiledConnector,
  make: () => { readonly connector: ConnectorProgram; readonly origins: ReadonlySet<string> },
): void {
  let made: ProxyProgram | undefined;
  makers.set(connector, () => {
    if (made !== undefined) return made;
    const { connector: shared, origins } = make();
    const facts = Object.freeze({ key: shared.key, title: shared.title, version: shared.version });
    const program: ActionProgram = {
      connector: shared,
      actionId: 'proxy_request',
      steps: [],
      successStatus: 200,
      publishesCursor: false,
      expandInputs: (inputs) => inputs,
      context: Object.freeze({ connectorKey: shared.key, connectorVersion: shared.version, service: shared.key }),
      connectorFacts: facts,
      actionFacts: Object.freeze({ id: `${shared.key}_proxy_request`, actionId: 'proxy_request' }),
    };
    made = { program, origins };
    return made;
  });
}

/** @throws TypeError for a connector that was not made by `compileConnector` */
export function proxyProgramOf(connector: CompiledConnector): ProxyProgram {
  const make = makers.get(connector);
  if (make === undefined) throw new TypeError(`The connector ${connector.key} was not made by compileConnector.`);
  return make();
}
