import { iconPath } from '../icon-routes.ts';
import { type Dialect, guideBody } from './body.ts';
import { pageHtml } from './layout.ts';
import { actionsJson } from './markdown-page.ts';
import type { GuidePage } from './page.ts';
import type { Selection } from './selection.ts';
import { escapeHtml } from './text.ts';

const choice = (selection: Selection): string =>
  selection.choices
    .map(({ id, label }) => {
      const checked = selection.actions.has(id) ? ' checked' : '';
      return `<li><label><input type="checkbox" name="actions" value="${escapeHtml(id)}"${checked}> <span>${escapeHtml(label)}</span> <code>${escapeHtml(id)}</code></label></li>`;
    })
    .join('\n');

/** The choice of actions: a form that works by itself and is made lively by the script. */
function selector(selection: Selection, page: GuidePage, whitelabel: boolean): string {
  if (selection.choices.length === 0) return '';
  const open = selection.needed === undefined ? '' : ' open';
  const reset = `${page.path}${whitelabel ? '?whitelabel=1' : ''}`;
  return `<aside class="panel" aria-labelledby="choose-actions">
<h2 id="choose-actions">Which actions will you use?</h2>
<p>Choose them to see the scopes they need, and only the parts of this guide that concern them.</p>
<div class="guides-scope-selector" data-guides-scope-selector data-guide-actions-json="${actionsJson(selection)}" data-guide-always-scopes="${escapeHtml(selection.always.join(' '))}" data-guide-named-scopes="${escapeHtml(selection.named.join(' '))}">
<form method="get" action="${escapeHtml(page.path)}">
${whitelabel ? '<input type="hidden" name="whitelabel" value="1">\n' : ''}<details${open}>
<summary>Choose from ${selection.choices.length} actions</summary>
<ul class="choices">
${choice(selection)}
</ul>
</details>
<p class="buttons"><button type="submit" data-guide-apply>Show what they need</button> <a href="${escapeHtml(reset)}" data-guide-reset>Show everything</a></p>
</form>
<p class="status" role="status" data-guide-status></p>
</div>
</aside>`;
}

const dialectOf = (page: GuidePage, whitelabel: boolean): Dialect => ({
  keepsHidden: true,
  warning: (html) => `<div class="note warning" role="note">\n${html}\n</div>`,
  steps: (steps) =>
    [
      '<ol class="steps">',
      ...steps.map(
        ({ title, body, hidden }) => `<li${hidden ? ' hidden' : ''}>\n<h3>${escapeHtml(title)}</h3>\n${body}\n</li>`,
      ),
      '</ol>',
    ].join('\n'),
  selector: (selection) => selector(selection, page, whitelabel),
});

/** A guide as a page for browsers. */
export function guideHtml(page: GuidePage, selection: Selection, whitelabel: boolean): string {
  const { connector, heading, title, description } = page;
  const lead = whitelabel ? '' : `<p class="lead" data-whitelabel-hide>${escapeHtml(description)}</p>`;
  return pageHtml({
    title: whitelabel ? heading : title,
    description: whitelabel ? heading : description,
    markdownPath: `${page.path}.md${whitelabel ? '?whitelabel=1' : ''}`,
    whitelabel,
    main: `<div class="title"><img src="${escapeHtml(iconPath(encodeURIComponent(connector.key)))}" alt="" width="40" height="40"><h1>${escapeHtml(heading)}</h1></div>
${lead}
${guideBody(page, selection, dialectOf(page, whitelabel), whitelabel)}`,
  });
}
