import { hash } from 'node:crypto';
import { escapeHtml as e } from '../../../http/index.ts';
import { type Answer, html } from '../../kit/index.ts';
import type { AuthorizationRequest } from './request.ts';

const STYLE = `
body { margin: 0; background: #f5f6f8; color: #15181e; font: 400 16px/1.5 system-ui, sans-serif; }
main { max-width: 480px; margin: 48px auto; padding: 24px; background: #ffffff; border: 1px solid #e3e6eb; border-radius: 12px; }
h1 { margin: 0 0 16px; font-size: 20px; }
fieldset { margin: 16px 0; padding: 8px 16px; border: 1px solid #e3e6eb; border-radius: 8px; }
label { display: flex; gap: 8px; align-items: baseline; padding: 6px 0; }
button { min-height: 44px; margin-right: 8px; padding: 0 20px; border: 1px solid #5b6472; border-radius: 8px; background: #ffffff; color: #15181e; font: inherit; cursor: pointer; }
button[value=allow] { border-color: #2459c4; background: #2459c4; color: #ffffff; }
button:focus-visible, input:focus-visible { outline: 3px solid #8fb0f5; outline-offset: 2px; }
.note { color: #5b6472; font-size: 14px; }
@media (prefers-color-scheme: dark) {
  body { background: #0f1216; color: #e8ebf0; }
  main { background: #171b21; border-color: #2a303a; }
  fieldset { border-color: #2a303a; }
  button { background: #171b21; color: #e8ebf0; border-color: #a3acba; }
  .note { color: #a3acba; }
}
`;

const STYLE_HASH = `'sha256-${hash('sha256', STYLE, 'base64')}'`;

const WORDS: Readonly<Record<string, string>> = {
  read: 'Read',
  write: 'Read and change',
};
const GROUPS: Readonly<Record<string, string>> = {
  personal: 'names and personal details',
  demographic: 'demographic data',
  contact_information: 'contact information',
  employment_details: 'employment details',
  role_details: 'job titles, departments and managers',
  custom_fields: 'custom fields',
};

/** A permission in words, or undefined for those that show nothing of people. */
function describe(scope: string): string | undefined {
  const [, group = '', access = ''] = /^employees:(\w+)\.(read|write)$/.exec(scope) ?? [];
  const words = GROUPS[group];
  return words === undefined ? undefined : `${WORDS[access]} ${words}`;
}

/** @param targets origins that the form may lead to */
function page(status: number, title: string, body: string, targets: readonly string[] = []): Answer {
  const policy = [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    `form-action ${targets.length === 0 ? "'none'" : targets.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${e(title)}</h1>
${body}
</main>
</body>
</html>
`;
  return html(status, text, {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
}

/** The page on which an admin chooses what to share. @param admin who answers it */
export function consentPage({ client, scopes, redirectUri }: AuthorizationRequest, admin: string): Answer {
  const choices = scopes.flatMap((scope) => {
    const words = describe(scope);
    if (words === undefined) return [];
    return [`<label><input type="checkbox" name="grant_scope" value="${e(scope)}" checked> ${e(words)}</label>`];
  });
  // Empty so that the form has an answer even when every box is cleared.
  const kept = ['', ...scopes.filter((scope) => describe(scope) === undefined)]
    .map((scope) => `<input type="hidden" name="grant_scope" value="${e(scope)}">`)
    .join('');
  const body = `<p><strong>${e(client.name)}</strong> would like to work with the employees of this company.</p>
<form method="post">
${kept}
<fieldset><legend>It may</legend>
${choices.join('\n') || '<p>sign in, and see nothing of people</p>'}
</fieldset>
<p class="note">You are signed in as ${e(admin)}, super admin. You will return to ${e(new URL(redirectUri).host)}.</p>
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`;
  return page(200, 'Share employee data?', body, ["'self'", new URL(redirectUri).origin]);
}

/** The page for requests that nobody can be sent back from. */
export const errorPage = (reason: string): Answer =>
  page(400, 'This did not work', `<p>${e(reason)}</p><p class="note">Nothing was shared.</p>`);
