import { DIAGNOSTIC_CODES, formatDiagnostics, loadConnector } from '../../src/engine/index.ts';

/** A connector with mistakes, to show what a report looks like. */
const BROKEN = {
  'broken.connector.s1.yaml': `StackOne: 1.0.0
info: { title: Broken, key: broken, version: 1.0.0 }
baseUrl: https://api.demo.example
authentication:
  - custom: { type: custom, authorization: { type: bearer, token: $.credentials.apiKey } }
actions:
  - actionId: get_person
    description: Returns a person.
    steps:
      - stepId: person
        stepFunction:
          functionName: request
          parameters:
            url: /people/{id}
            metod: get
    result:
      data: '{{steps.persn.output.data'
`,
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** The page that lists every code of a diagnostic. */
export function diagnosticsPage(): string {
  const rows = Object.entries(DIAGNOSTIC_CODES).map(
    ([code, { severity, meaning }]) => `| \`${code}\` | ${severity} | ${cell(meaning)} |`,
  );
  return `<!-- Written by tools/generate.ts from src/engine/validate/codes.ts. Do not edit. -->

# Diagnostics

What checking a [connector](connector-format.md) can report. \`patchbay validate\` prints each finding with its place, the line
it is about and, where there is one, what to do:

\`\`\`text
${formatDiagnostics(loadConnector(BROKEN).diagnostics, BROKEN)}
\`\`\`

A connector with an **error** is not loaded. A **warning** leaves it usable, but something in it does not do what it seems to. The
code in brackets is stable. The severity below is the usual one; where the text of a finding says otherwise, that counts: a
finding can be milder or graver depending on where it is made.

| code | severity | meaning |
|---|---|---|
${rows.join('\n')}
`;
}
