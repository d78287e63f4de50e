import { stringify } from 'yaml';
import { loadConnector } from '../../compile/load-connector.ts';
import type { ActionResult, ActionRun, CompiledConnector, StepExchange, StepOutcome } from '../../program.ts';
import type { Transport, TransportRequest, TransportResponse } from '../../transport.ts';
import { runAction } from '../run-action.ts';

/** What a pretended provider answers. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly url?: string;
}

/** A pretended provider: an answer per request, or the same for all. */
export type Provider = Reply | ((request: TransportRequest, count: number) => Reply | Promise<Reply>);

const typeOf = (reply: Reply): Record<string, string> =>
  reply.json !== undefined
    ? { 'content-type': 'application/json' }
    : reply.text !== undefined
      ? { 'content-type': 'text/plain' }
      : {};

/** The answer a transport gives for a reply. */
export function responseOf(reply: Reply, request: Pick<TransportRequest, 'url' | 'stream'>): TransportResponse {
  const body = reply.bytes ?? Buffer.from(reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json));
  const shared = {
    status: reply.status ?? 200,
    headers: { ...typeOf(reply), ...reply.headers },
    url: reply.url ?? request.url,
  };
  if (request.stream !== true) return { ...shared, body };
  return {
    ...shared,
    body: new Uint8Array(),
    stream: (async function* () {
      yield body;
    })(),
  };
}

/** A transport that never leaves the process, and what was asked of it. */
export function pretend(provider: Provider): { readonly transport: Transport; readonly requests: TransportRequest[] } {
  const requests: TransportRequest[] = [];
  return {
    requests,
    transport: async (request) => {
      requests.push(request);
      const reply = typeof provider === 'function' ? await provider(request, requests.length) : provider;
      return responseOf(reply, request);
    },
  };
}

const AUTHENTICATION = [
  {
    custom: {
      type: 'custom',
      label: 'API Key',
      authorization: { type: 'none' },
      configFields: [{ key: 'apiKey', label: 'API Key', type: 'password', required: true, secret: true }],
    },
  },
];

/** The files of a connector made of plain data; what is not given is filled in. */
export function connectorFiles(definition: Readonly<Record<string, unknown>>): Record<string, string> {
  return {
    'demo.connector.s1.yaml': stringify({
      StackOne: '1.0.0',
      info: { title: 'Demo', key: 'demo', version: '1.0.0' },
      baseUrl: 'https://api.demo.example',
      authentication: AUTHENTICATION,
      actions: [],
      ...definition,
    }),
  };
}

/** Loads a connector made of plain data. Throws when it has errors. */
export function loadDemo(
  definition: Readonly<Record<string, unknown>>,
  options: { readonly compat?: 'patchbay' | 'published' } = {},
): CompiledConnector {
  const { connector, diagnostics } = loadConnector(connectorFiles(definition), options);
  if (connector === undefined)
    throw new Error(diagnostics.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return connector;
}

/** The demo connector with a sign-in. @param more other keys of the way to connect */
export const loadOAuthDemo = (
  authorization: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): CompiledConnector =>
  loadDemo({
    authentication: [
      {
        oauth2: {
          type: 'oauth2',
          label: 'OAuth 2.0',
          authorization: {
            type: 'oauth2',
            token: '$.credentials.accessToken',
            authorizationUrl: 'https://id.example/authorize',
            tokenUrl: 'https://id.example/token',
            ...authorization,
          },
          ...more,
        },
      },
    ],
  });

/** How to run the steps of a test. */
export interface Scenario {
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly provider?: Provider;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
  /** More keys of the action. */
  readonly action?: Readonly<Record<string, unknown>>;
  /** More keys of the connector. */
  readonly connector?: Readonly<Record<string, unknown>>;
  readonly run?: Partial<ActionRun>;
}

/** What came of a scenario. */
export interface Played {
  readonly result: ActionResult;
  readonly requests: readonly TransportRequest[];
  /** By step id. */
  readonly steps: Readonly<Record<string, StepOutcome>>;
  readonly exchanges: readonly StepExchange[];
}

/** Runs steps as the one action of a connector against a pretended provider. */
export async function play(scenario: Scenario): Promise<Played> {
  const connector = loadDemo({
    actions: [
      {
        actionId: 'act',
        label: 'Act',
        description: 'Acts.',
        actionType: 'custom',
        categories: ['hris'],
        ...scenario.action,
        steps: scenario.steps.map((step) => ({ description: 'Step.', ...step })),
      },
    ],
    ...scenario.connector,
  });
  const action = connector.actions.get('demo_act');
  if (action === undefined) throw new Error('The action of the scenario is missing.');
  const { transport, requests } = pretend(scenario.provider ?? { json: {} });
  const steps: Record<string, StepOutcome> = {};
  const exchanges: StepExchange[] = [];
  const result = await runAction(action, {
    inputs: scenario.inputs ?? {},
    credentials: scenario.credentials ?? { apiKey: 'key-000001' },
    authenticationType: 'custom',
    environment: 'production',
    transport,
    onStep: (outcome) => {
      steps[outcome.stepId] = outcome;
    },
    onExchange: (exchange) => exchanges.push(exchange),
    ...scenario.run,
  });
  return { result, requests, steps, exchanges };
}

/** A step that calls one function. */
export const step = (
  stepId: string,
  functionName: string,
  parameters: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => {
  const { version, ...rest } = more;
  return { stepId, stepFunction: { functionName, ...(version === undefined ? {} : { version }), parameters }, ...rest };
};

/** The output of a step that must have ended. */
export function outputOf(played: Played, stepId: string): Readonly<Record<string, unknown>> {
  const found = played.steps[stepId]?.output;
  if (found === null || typeof found !== 'object') throw new Error(`Step ${stepId} has no output.`);
  return found as Readonly<Record<string, unknown>>;
}
