import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What may differ between connectors made for a test. */
export interface MadeConnector {
  readonly key?: string;
  readonly version?: string;
  /** Base URL of its provider. */
  readonly baseUrl?: string;
  /** Whether integrators have set-up fields to fill: a client id and a client secret. */
  readonly setup?: boolean;
  readonly environments?: readonly string[];
  /** Key of its way to connect. */
  readonly method?: string;
  readonly title?: string;
}

/**
 * The text of a connector whose one action, `<key>_get_echo`, sends what it knows in headers: its version, the API key of
 * the account and the client secret of the auth config.
 */
export function madeConnector({
  key = 'forge',
  version = '1.0.0',
  baseUrl = 'https://forge.example',
  setup = false,
  environments = ['production'],
  method = 'custom',
  title = key.toUpperCase(),
}: MadeConnector = {}): string {
  return `StackOne: 1.0.0
info: { title: ${title}, key: ${key}, version: ${version}, description: Answers what it is asked. }
categories: [crm]
baseUrl: ${baseUrl}
authentication:
  - ${method}:
      type: custom
      label: API key
      environments: [${environments.map((one) => `{ key: ${one}, name: ${one} }`).join(', ')}]
      authorization: { type: bearer, token: $.credentials.apiKey }
${
  setup
    ? `      setupFields:
        - { key: clientId, label: Client id, type: text, required: true }
        - { key: clientSecret, label: Client secret, type: password, required: true, secret: true }
        - { key: region, label: Region, type: text, required: false }
`
    : ''
}      configFields: [{ key: apiKey, label: Key, type: password, required: true, secret: true }]
actions:
  - actionId: get_echo
    actionType: get
    label: Get the echo
    description: Answers what it was asked.
    steps:
      - stepId: echo
        description: Ask
        stepFunction:
          functionName: request
          parameters:
            url: /echo
            method: get
            args:
              - { name: x-version, value: ${version}, in: headers }
${setup ? '              - { name: x-client, value: $.credentials.clientSecret, in: headers }\n' : ''}    result: { data: $.steps.echo.output.data }
`;
}

/** A folder with one folder for each connector, for servers and commands. */
export function connectorFolder(...connectors: readonly (readonly [key: string, text: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-made-'));
  for (const [key, text] of connectors) {
    mkdirSync(join(folder, key));
    writeFileSync(join(folder, key, `${key}.connector.s1.yaml`), text);
  }
  return folder;
}
