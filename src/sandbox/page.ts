import { escapeHtml as e } from '../http/index.ts';
import { type CredentialSet, type Emulator, FAULT_KINDS } from './kit/index.ts';
import type { ListedEmulator } from './listing.ts';

const TILE_COLOURS = 8;

/** Quotes a shell argument; only what needs it. */
const quote = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;

const curl = (parts: readonly string[]): string =>
  `<pre><code>${e(['curl', ...parts.map(quote)].join(' '))}</code></pre>`;

function tile({ key, name }: Emulator): string {
  const initials = name.replace(/[^A-Za-z0-9]/g, '').slice(0, 2);
  const colour = [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TILE_COLOURS;
  return `<span class="tile tile-${colour}" aria-hidden="true">${e(initials)}</span>`;
}

const valueRows = (sets: readonly Pick<CredentialSet, 'name' | 'description' | 'fields'>[]): string =>
  sets
    .map(({ name, description, fields }) => {
      const values = Object.entries(fields).map(
        ([field, value]) => `<span>${e(field)}</span> <code>${e(value)}</code>`,
      );
      return `<tr><th scope="row">${e(name)}</th><td>${e(description)}</td><td>${values.join('<br>')}</td></tr>`;
    })
    .join('\n');

const valueTable = (sets: Parameters<typeof valueRows>[0]): string =>
  `<div class="wide"><table><thead><tr><th scope="col">Name</th><th scope="col">What it shows</th><th scope="col">Values</th></tr></thead>
<tbody>${valueRows(sets)}</tbody></table></div>`;

/** What an auth config is set up with, where one is needed before anybody can link. */
const setUp = ({ setup = [] }: ListedEmulator): string =>
  setup.length === 0 ? '' : `<h3>Set-up values for auth configs</h3>\n${valueTable(setup)}`;

const endpointRows = ({ endpoints }: Emulator): string =>
  endpoints
    .map(({ method, path, summary }) => `<tr><td><code>${method} ${e(path)}</code></td><td>${e(summary)}</td></tr>`)
    .join('\n');

function section(emulator: Emulator, listed: ListedEmulator): string {
  const fields = listed.credentials[0]?.fields ?? {};
  const { example, key, name } = emulator;
  const base = listed.base_url;
  return `<section id="${e(key)}" aria-labelledby="${e(key)}-name">
<h2 id="${e(key)}-name">${tile(emulator)} ${e(name)}</h2>
<p>${e(listed.description)}</p>
<dl><dt>Base URL</dt><dd><code>${e(base)}</code></dd><dt>Stands for</dt><dd><code>${e(emulator.standsFor)}</code></dd></dl>
<h3>Demo credentials</h3>
${valueTable(listed.credentials)}
${setUp(listed)}
<h3>Try it</h3>
${curl([...example.curl(fields), `${base}${example.path}`])}
${curl(['-i', '-H', 'X-Sandbox-Fault: rate_limited; retry_after=2', ...example.curl(fields), `${base}${example.path}`])}
${curl(['-X', 'POST', `${base}/__admin/reset`])}
<details><summary>${emulator.endpoints.length} endpoints</summary>
<div class="wide"><table><thead><tr><th scope="col">Request</th><th scope="col">Does</th></tr></thead><tbody>${endpointRows(emulator)}</tbody></table></div>
</details>
</section>`;
}

const faultRows = Object.entries(FAULT_KINDS)
  .map(([kind, text]) => `<tr><td><code>${e(kind)}</code></td><td>${e(text)}</td></tr>`)
  .join('\n');

/** The sandbox page for people. Holds no script and no inline style. */
export function sandboxPage(emulators: readonly Emulator[], listed: readonly ListedEmulator[]): string {
  const pairs = emulators.map((emulator, index) => [emulator, listed[index]!] as const);
  const links = emulators.map((emulator) => `<li><a href="#${e(emulator.key)}">${e(emulator.name)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox – Patchbay</title>
<link rel="stylesheet" href="/sandbox/style.css">
</head>
<body>
<header>
<svg viewBox="0 0 24 24" width="28" height="28" role="img" aria-label="Patchbay"><rect x="2" y="2" width="20" height="20" rx="5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 9c0 8 8-2 8 6" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="8" cy="8" r="2" fill="currentColor"/><circle cx="16" cy="16" r="2" fill="currentColor"/></svg>
<h1>Sandbox</h1>
</header>
<main>
<p>Each provider below is emulated on this machine: the same paths, shapes, errors and limits, with invented people. Link a test account with demo credentials, or call an emulator yourself. What you change stays until this server restarts or you reset it.</p>
<nav aria-label="Emulators"><ul>${links.join('')}</ul></nav>
${pairs.map(([emulator, entry]) => section(emulator, entry)).join('\n')}
<section id="faults" aria-labelledby="faults-name">
<h2 id="faults-name">Faults on demand</h2>
<p>Send <code>X-Sandbox-Fault</code> with a request, or arm a fault for later requests with <code>POST &lt;base URL&gt;/__admin/faults</code> and a JSON body such as <code>{"kind": "server_error", "times": 2}</code>.</p>
<div class="wide"><table><thead><tr><th scope="col">Kind</th><th scope="col">What happens</th></tr></thead><tbody>${faultRows}</tbody></table></div>
</section>
</main>
</body>
</html>
`;
}
