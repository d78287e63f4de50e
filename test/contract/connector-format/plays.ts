import {
  type AuthMethod,
  accountOfDelivery,
  authorizeRequest,
  type CompiledConnector,
  createResponseCache,
  type Delivery,
  exchangeCode,
  loadConnector,
  readCallback,
  refreshCredentials,
  routeDelivery,
  runAction,
} from '../../../src/engine/index.ts';
import type { Example, Play } from './examples.ts';
import { playWire, type Wire } from './wire.ts';

/** What an account of the examples holds unless they say otherwise. */
const CREDENTIALS = {
  apiKey: 'key-1',
  subdomain: 'acme',
  clientId: 'client-1',
  clientSecret: 'secret-1',
  accessToken: 'token-1',
  refreshToken: 'refresh-1',
};
const HUB = { apiHostUri: 'https://hub.example', redirectUri: 'https://hub.example/callback', state: 'state-1' };

/** What an example came to and what it sent, each beside what the page shows. */
export interface Played {
  readonly outcome: unknown;
  readonly expected: unknown;
  readonly sent: unknown;
  readonly shown: unknown;
}

/** A value with `…` wherever the page says that any value may stand there. */
export function masked(actual: unknown, expected: unknown): unknown {
  if (expected === '…') return actual === undefined ? undefined : '…';
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.map((item, index) => masked(item, expected[index]));
  if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) return actual;
  const wanted = (typeof expected === 'object' && expected !== null ? expected : {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(actual).map(([key, value]) => [key, masked(value, wanted[key])]));
}

/** The value as JSON holds it. */
export const asJson = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

function loaded({ files, at }: Example): CompiledConnector {
  const { connector } = loadConnector(files);
  if (connector === undefined) throw new Error(`${at}: the connector does not load`);
  return connector;
}

const firstMethod = ({ authentication }: CompiledConnector): AuthMethod => {
  const [method] = authentication;
  if (method === undefined) throw new Error('The connector has no way to connect.');
  return method;
};

async function run(example: Example, play: Play, wire: Wire): Promise<unknown> {
  const connector = loaded(example);
  const action = [...connector.actions.values()].find(({ actionId }) => actionId === play.actionId);
  if (action === undefined) throw new Error(`${example.at}: there is no action ${play.actionId}`);
  const inputs = play.given['inputs'] ?? {};
  const checked = play.isSteps ? { ok: true as const, inputs } : action.validateInputs(inputs);
  if (play.outcome === 'issues') return checked.ok ? [] : checked.issues;
  if (!checked.ok) return checked.issues;
  let output: unknown;
  const result = await runAction(action, {
    inputs: checked.inputs,
    credentials: { ...CREDENTIALS, ...play.given['credentials'] },
    authenticationType: firstMethod(connector).key,
    environment: 'production',
    context: { accountSecureId: 'account-00000000000000000001', ...play.given['context'] },
    compat: play.compat,
    transport: wire.transport,
    cache: createResponseCache(),
    wait: async () => {},
    onStep: (step) => {
      output = step.output;
    },
  });
  return play.outcome === 'output' ? output : result;
}

async function signIn(example: Example, { given }: Play, { transport }: Wire): Promise<unknown> {
  const method = firstMethod(loaded(example));
  const { clientId, clientSecret } = CREDENTIALS;
  const credentials = { clientId, clientSecret };
  const { url } = authorizeRequest(method, { credentials, ...HUB });
  const back = readCallback(method, (given['callback'] ?? {}) as Record<string, string>, {
    state: HUB.state,
    credentials,
  });
  if (!back.ok) return { authorize: url, refused: back.failure.message };
  const tokens = await exchangeCode(method, { credentials, ...HUB, transport, code: back.code });
  if (!tokens.ok) return { authorize: url, refused: tokens.failure.message };
  return { authorize: url, credentials: { ...back.credentials, ...tokens.credentials }, scopes: tokens.scopes };
}

async function refresh(example: Example, _play: Play, { transport }: Wire): Promise<unknown> {
  const { apiKey: _apiKey, subdomain: _subdomain, ...credentials } = CREDENTIALS;
  const renewed = await refreshCredentials(firstMethod(loaded(example)), {
    credentials,
    transport,
    apiHostUri: HUB.apiHostUri,
  });
  return renewed.ok ? { credentials: renewed.credentials, changed: renewed.changed } : renewed.failure;
}

async function route(example: Example, { given }: Play): Promise<unknown> {
  const connector = loaded(example);
  const delivery = given['delivery'] as unknown as Delivery;
  const routing = routeDelivery(connector, delivery);
  if (!routing.ok) return routing.message;
  return {
    account: accountOfDelivery(connector, delivery),
    events: routing.events.map(({ action, input, eventIndex }) => ({ action: action?.actionId, input, eventIndex })),
  };
}

const PLAYERS: Readonly<Record<string, (example: Example, play: Play, wire: Wire) => Promise<unknown>>> = {
  run,
  oauth: signIn,
  refresh,
  route,
};

/** Does with an example what the page shows. */
export async function playExample(example: Example, play: Play): Promise<Played> {
  const wire = playWire(play.http);
  const outcome = asJson(await PLAYERS[play.how]?.(example, play, wire));
  return { outcome: masked(outcome, play.expected), expected: play.expected, ...wire.compare() };
}
