import { ERROR_TABLE, type ErrorRow } from '../../src/kernel/index.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** The page that lists every error code. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_TABLE as Record<string, ErrorRow>).map(([code, row]) => {
    const hint = row.hint === undefined ? '' : ` *${cell(row.hint)}*`;
    const name = row.errorCode === undefined ? '' : `\`${row.errorCode}\``;
    return `| \`${code}\` | ${row.status} | ${cell(row.message)}${hint} | ${name} |`;
  });
  return `<!-- Written by tools/generate.ts from src/kernel/error-table.ts. Do not edit. -->

# Errors

Every error answer is JSON of this shape:

\`\`\`json
{
  "statusCode": 404,
  "message": "There is no account 8Zk… in this project.",
  "timestamp": "2026-01-31T12:00:00.000Z",
  "code": "account_not_found",
  "request_id": "0b0c7a52-6a0f-4e8e-9d55-0d7b4e6c2f11"
}
\`\`\`

- \`code\` is stable: branch on it, never on \`message\`. \`request_id\` is also in the \`x-request-id\` header and in the server's log.
- \`hint\` says what to do where the wording of \`message\` is fixed by the wire contract (shown in italics below).
- \`errors\` lists one sentence for each invalid field. \`field_errors\` does the same by field for a connection form.
- \`provider_errors\` holds what the provider answered. \`provider_response\` does the same while an account is being linked.
- \`errorCode\` is the name by which clients of the wire contract know the case, where there is one.
- A \`Retry-After\` header, in seconds, comes with 408 and 429.

Words in braces are filled in. Codes with status 500 that concern the start end the process with exit code 1 and the same message.

| code | status | message | \`errorCode\` |
|---|---|---|---|
${rows.join('\n')}
`;
}
