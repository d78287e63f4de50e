import type { ConnectorFiles } from '../../../src/engine/index.ts';

/** Parts of a connector that an example may show alone. */
export const FRAGMENTS = ['top', 'authentication', 'action', 'step', 'input'] as const;

/** A part of a connector that an example may show alone. */
export type Fragment = (typeof FRAGMENTS)[number];

/** File name of the connector an example is put into. */
export const MAIN = 'demo.connector.s1.yaml';

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : ' '.repeat(by) + line))
    .join('\n');

const namesBehind = (root: string, text: string): string[] => [
  ...new Set([...text.matchAll(new RegExp(`\\b${root}\\.([A-Za-z_]\\w*)`, 'g'))].map(([, name]) => name ?? '')),
];

/** Credentials that no field has to provide. */
const TOKENS = new Set(['accessToken', 'refreshToken', 'expiresIn']);

function authentication(text: string): string {
  const fields = namesBehind('credentials', text)
    .filter((name) => !TOKENS.has(name))
    .map((name) => `        - { key: ${name}, label: ${name}, type: text }`);
  return [
    'authentication:',
    '  - custom:',
    '      type: custom',
    '      label: Key',
    '      authorization:',
    '        type: none',
    ...(fields.length === 0 ? [] : ['      configFields:', ...fields]),
  ].join('\n');
}

function inputsFor(text: string, given: Readonly<Record<string, unknown>>): string {
  const typeOf = (value: unknown): string => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    const type = typeof one === 'number' || typeof one === 'boolean' || typeof one === 'object' ? typeof one : 'string';
    return `type: ${type}${Array.isArray(value) ? ', array: true' : ''}`;
  };
  const names = [...new Set([...namesBehind('inputs', text), ...Object.keys(given)])];
  if (names.length === 0) return '';
  return `    inputs:\n${names
    .map((name) => `      - { name: ${name}, description: ${name}., ${typeOf(given[name])}, in: body }`)
    .join('\n')}\n`;
}

const ACTION = `  - actionId: get_me
    label: Get me
    description: Returns the owner of the key.
    steps:
      - stepId: me
        stepFunction: { functionName: static_values, parameters: { values: { id: me } } }`;

const action = (parts: string): string =>
  `  - actionId: example\n    label: Example\n    description: An example.\n${parts}`;

/** Top-level keys that an example sets itself are left out of what is put around it. */
function withTop(text: string, around: readonly (readonly [string, string])[]): string {
  const own = new Set([...text.matchAll(/^([A-Za-z$]+):/gm)].map(([, key]) => key));
  return [...around.filter(([key]) => !own.has(key)).map(([, part]) => part), text].join('\n');
}

/**
 * The files of a connector in which a part that an example shows stands where it belongs.
 * @param inputs what the example is run with; inputs and credentials that it names are declared
 */
export function connectorAround(
  fragment: Fragment,
  text: string,
  inputs: Readonly<Record<string, unknown>> = {},
): ConnectorFiles {
  const around: [string, string][] = [
    ['StackOne', 'StackOne: 1.0.0'],
    ['info', 'info:\n  title: Demo\n  key: demo\n  version: 1.0.0'],
    ['baseUrl', 'baseUrl: https://api.demo.example'],
    ['authentication', authentication(text)],
    ['actions', `actions:\n${ACTION}`],
  ];
  switch (fragment) {
    case 'top':
      return { [MAIN]: withTop(text, around) };
    case 'authentication':
      return { [MAIN]: withTop(`authentication:\n${indented(text, 2)}`, around) };
    case 'action':
      return { [MAIN]: withTop(`actions:\n${ACTION}\n${indented(text, 2)}`, around) };
    case 'step':
      return {
        [MAIN]: withTop(`actions:\n${action(`${inputsFor(text, inputs)}    steps:\n${indented(text, 6)}`)}`, around),
      };
    case 'input':
      return {
        [MAIN]: withTop(
          `actions:\n${action(`    inputs:\n${indented(text, 6)}\n    steps:\n      - stepId: all\n        stepFunction: { functionName: static_values, parameters: { values: $.inputs } }`)}`,
          around,
        ),
      };
  }
}
