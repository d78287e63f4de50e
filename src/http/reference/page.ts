import { escapeHtml } from '../escape-html.ts';
import { prose } from './html.ts';
import { membersHtml, type Schema, typeText } from './schema-view.ts';

/** Where the style of the page is served. */
export const REFERENCE_STYLE_PATH = '/reference/style.css';

type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  /** Path of the operation that this one is another name of. */
  readonly 'x-alias-of'?: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** Other paths of the operation. */
  readonly aliases: readonly string[];
}

const exampleHtml = (example: unknown): string =>
  example === undefined ? '' : `<pre tabindex="0"><code>${escapeHtml(JSON.stringify(example, null, 2))}</code></pre>`;

function bodyHtml(content: Content | undefined): string {
  return Object.entries(content ?? {})
    .map(
      ([media, { schema = {}, example }]) =>
        `<p class="media"><code>${escapeHtml(media)}</code> <span class="type">${escapeHtml(typeText(schema))}</span></p>${membersHtml(schema)}${exampleHtml(example)}`,
    )
    .join('');
}

const isError = (content: Content | undefined): boolean =>
  content?.['application/json']?.schema?.$ref === '#/components/schemas/Error';

function parametersHtml({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ in: place, name, required, description, schema = {} }) => {
    const must = required === true ? 'required' : 'optional';
    const told = description ?? schema.description;
    return `<tr><td><code class="name">${escapeHtml(name)}</code></td><td>${place}, ${must}</td><td><span class="type">${escapeHtml(typeText(schema))}</span>${membersHtml(schema)}${told === undefined ? '' : `<p class="told">${prose(told)}</p>`}</td></tr>`;
  });
  return `<h4>Parameters</h4><div class="scroll" tabindex="0"><table><thead><tr><th>Name</th><th>In</th><th>Value</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function responsesHtml({ responses }: Operation): string {
  const entries = Object.entries(responses);
  const own = entries.filter(([, { content }]) => !isError(content));
  const refusals = entries.filter(([, { content }]) => isError(content));
  const answers = own.map(
    ([status, { description, content }]) =>
      `<div class="answer"><p><code class="status s${status[0]}">${status}</code> ${prose(description)}</p>${bodyHtml(content)}</div>`,
  );
  const refused = refusals.map(
    ([status, { description }]) => `<li><code class="status">${status}</code> ${escapeHtml(description)}</li>`,
  );
  const list =
    refused.length === 0
      ? ''
      : `<p>Refusals, each with an <a href="#error">error</a>:</p><ul class="refusals">${refused.join('')}</ul>`;
  return `<h4>Answers</h4>${answers.join('')}${list}`;
}

function operationHtml({ method, path, operation, aliases }: Placed): string {
  const body = operation.requestBody === undefined ? '' : `<h4>Body</h4>${bodyHtml(operation.requestBody.content)}`;
  const also = aliases.map((alias) => ` or <code>${escapeHtml(alias)}</code>`).join('');
  const open = (operation.security ?? []).length === 0 ? '<p>Needs no key.</p>' : '';
  const told = operation.description === undefined ? open : `<p>${prose(operation.description)}</p>`;
  return `<article id="${escapeHtml(operation.operationId)}"><h3>${escapeHtml(operation.summary ?? path)}</h3>
<p class="call"><span class="method m-${method}">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code>${also}</p>
${told}${parametersHtml(operation)}${body}${responsesHtml(operation)}</article>`;
}

const anchor = (tag: string): string => `tag-${tag.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

/** The whole API as one page of HTML, without any script and without anything from elsewhere. */
export function referenceHtml(document: ApiDocument): string {
  const groups = new Map<string, Placed[]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation['x-alias-of'] !== undefined) continue;
      const tag = operation.tags?.[0] ?? 'Other';
      const aliases = Object.keys(document.paths).filter(
        (other) => document.paths[other]?.[method]?.['x-alias-of'] === path,
      );
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation, aliases }]);
    }
  }
  const menu = [...groups].map(
    ([tag, placed]) =>
      `<li><a href="#${anchor(tag)}">${escapeHtml(tag)}</a><ul>${placed
        .map(
          ({ method, operation, path }) =>
            `<li><a href="#${escapeHtml(operation.operationId)}"><span class="method m-${method}">${method.toUpperCase()}</span> ${escapeHtml(operation.summary ?? path)}</a></li>`,
        )
        .join('')}</ul></li>`,
  );
  const sections = [...groups].map(
    ([tag, placed]) =>
      `<section id="${anchor(tag)}"><h2>${escapeHtml(tag)}</h2>${placed.map(operationHtml).join('\n')}</section>`,
  );
  const { title, description = '' } = document.info;
  const error = document.components.schemas['Error'] ?? {};
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API reference – ${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${REFERENCE_STYLE_PATH}">
</head>
<body>
<nav aria-label="Operations"><p class="brand">${escapeHtml(title)} API</p><ul>${menu.join('')}<li><a href="#error">Error</a></li></ul></nav>
<main>
<h1>API reference</h1>
<p class="lead">${prose(description)} The same as a document for tools: <a href="/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
<section id="error"><h2>Error</h2><p>The body of every refusal.</p>${membersHtml(error)}</section>
</main>
</body>
</html>
`;
}
