import { parseDocument } from 'yaml';
import { loadConnector } from '../src/engine/index.ts';

/** How loading a large connector compares with reading its YAML. Milliseconds, best of several. */
export interface ConnectorLoad {
  readonly bytes: number;
  readonly yamlMs: number;
  readonly loadMs: number;
  readonly ratio: number;
}

const field = (name: string, index: number): string =>
  `              - targetFieldKey: ${name}_${index}
                type: string
                expression: '{{ present(${name}.value) ? ${name}.value : $.fallback[${index}].name ?? "none" }}'`;

const action = (index: number): string => `
  - actionId: list_things_${index}
    label: List things ${index}
    description: Lists things of kind ${index}. ${'More about what this action does and when to use it. '.repeat(28)}
    actionType: list
    categories: [hris]
    inputs:
${['page_size', 'cursor', 'search', 'updated_after', 'status']
  .map(
    (name) =>
      `      - { name: ${name}, description: The ${name} of the list, type: string, in: query, required: false }`,
  )
  .join('\n')}
    steps:
      - stepId: fetch
        description: Fetch.
        stepFunction:
          functionName: request
          parameters:
            url: /things/${index}/\${inputs.search}
            method: get
            args:
              - { name: limit, value: $.inputs.page_size, in: query, condition: '{{present(inputs.page_size)}}' }
              - { name: after, value: $.inputs.cursor, in: query, condition: '{{present(inputs.cursor)}}' }
      - stepId: map
        description: Map.
        stepFunction:
          functionName: map_fields
          version: 2
          parameters:
            dataSource: $.steps.fetch.output.data
            fields:
${Array.from({ length: 22 }, (_, at) => field(['first', 'last', 'mail', 'city'][at % 4] ?? 'x', at)).join('\n')}
    result:
      data: $.steps.map.output.data
`;

/** The text of a connector with this many actions. */
export const largeConnector = (actions: number): string => `StackOne: 1.0.0
info: { title: Large, key: large, version: 1.0.0 }
baseUrl: https://api.large.example
authentication:
  - custom:
      type: custom
      label: API Key
      authorization: { type: bearer, token: $.credentials.apiKey }
      configFields:
        - { key: apiKey, label: API Key, type: password, required: true, secret: true }
actions:${Array.from({ length: actions }, (_, index) => action(index)).join('')}`;

const best = (rounds: number, work: () => void): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
};

/** Measures reading, checking and compiling a connector of about a megabyte against reading its YAML alone. */
export function measureConnectorLoad(rounds = 5): ConnectorLoad {
  const text = largeConnector(150);
  const files = { 'large.connector.s1.yaml': text };
  const { connector, diagnostics } = loadConnector(files);
  if (connector === undefined) throw new Error(`The connector of this bench does not load: ${diagnostics[0]?.message}`);
  const yamlMs = best(rounds, () => {
    parseDocument(text).toJS();
  });
  const loadMs = best(rounds, () => {
    loadConnector(files);
  });
  return { bytes: Buffer.byteLength(text), yamlMs, loadMs, ratio: loadMs / yamlMs };
}

if (import.meta.main) {
  const { bytes, yamlMs, loadMs, ratio } = measureConnectorLoad();
  console.log(
    `${(bytes / 1024).toFixed(0)} KiB, 150 actions: YAML alone ${yamlMs.toFixed(0)} ms, load ${loadMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
}
