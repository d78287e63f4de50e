import { loadConnector, runAction, type Transport } from '../src/engine/index.ts';

const FILE = `
StackOne: 1.0.0
info: { title: Bench, key: bench, version: 1.0.0 }
baseUrl: https://\${credentials.subdomain}.bench.example/api
authentication:
  - custom:
      type: custom
      label: API Key
      authorization: { type: bearer, token: $.credentials.apiKey }
      configFields:
        - { key: apiKey, label: API Key, type: password, required: true, secret: true }
        - { key: subdomain, label: Subdomain, type: text, required: true }
actions:
  - actionId: get_person
    label: Get a person
    description: One person.
    actionType: get
    categories: [hris]
    inputs:
      - { name: id, description: Id., type: string, in: path, required: true }
      - { name: expand, description: More., type: string, in: query, required: false }
    steps:
      - stepId: fetch
        description: Fetch.
        stepFunction:
          functionName: request
          parameters:
            url: /people/\${inputs.id}
            method: get
            args:
              - { name: expand, value: $.inputs.expand, in: query, condition: '{{present(inputs.expand)}}' }
            response: { dataKey: person }
    result:
      data: $.steps.fetch.output.data
`;

/** What running a one-step action costs besides the provider. Microseconds. */
export interface EngineOverhead {
  readonly medianUs: number;
  readonly p99Us: number;
  /** Input check of the same call, median. */
  readonly validateUs: number;
}

/** Measures a one-step action over a transport that answers at once, JSON parsing of a small body included. */
export async function measureEngineOverhead(runs = 20_000): Promise<EngineOverhead> {
  const action = loadConnector({ 'bench.connector.s1.yaml': FILE }).connector?.actions.get('bench_get_person');
  if (action === undefined) throw new Error('The connector of this bench does not load.');
  const body = Buffer.from(JSON.stringify({ person: { id: 'p1', name: 'Ada', tags: ['a', 'b'] } }));
  const headers = { 'content-type': 'application/json' };
  const transport: Transport = async ({ url }) => ({ status: 200, headers, body, url });
  const run = {
    inputs: { id: 'p1', expand: 'manager' },
    credentials: { apiKey: 'key-0001', subdomain: 'acme' },
    authenticationType: 'custom',
    environment: 'production',
    transport,
  };
  const grouped = { path: { id: 'p1' }, query: { expand: 'manager' } };
  const [ran, validated]: [number[], number[]] = [[], []];
  for (let count = -runs / 4; count < runs; count += 1) {
    const start = process.hrtime.bigint();
    await runAction(action, run);
    const middle = process.hrtime.bigint();
    action.validateInputs(grouped);
    const end = process.hrtime.bigint();
    if (count < 0) continue;
    ran.push(Number(middle - start) / 1000);
    validated.push(Number(end - middle) / 1000);
  }
  const at = (times: number[], share: number): number =>
    times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
  return { medianUs: at(ran, 0.5), p99Us: at(ran, 0.99), validateUs: at(validated, 0.5) };
}

if (import.meta.main) {
  const { medianUs, p99Us, validateUs } = await measureEngineOverhead();
  console.log(
    `one-step action: median ${medianUs.toFixed(1)} µs, p99 ${p99Us.toFixed(1)} µs; input check ${validateUs.toFixed(1)} µs`,
  );
}
