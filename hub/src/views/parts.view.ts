import { html, nothing, type TemplateResult } from 'lit';
import { type Inline, parseBlocks, parseInline } from '../guide/markdown.ts';
import { icons } from './icons.ts';
import { hueOf, initialsOf, ownPicture } from './tile.ts';
import type { View } from './view.ts';

const onPicture = (event: Event): void => {
  const picture = event.currentTarget as HTMLElement;
  picture.hidden = event.type === 'error';
  picture.parentElement?.classList.toggle('pictured', event.type === 'load');
};

/** The square that stands for a connector: its initials, or its icon once that has loaded from our own server. */
export function tile(view: View, key: string, name: string, logoUrl = ''): TemplateResult {
  const picture = ownPicture(logoUrl, view.baseUrl);
  return html`<span class="tile hue-${hueOf(key)}" aria-hidden="true">
    <span class="tile-initials">${initialsOf(name)}</span>
    ${picture === undefined ? nothing : html`<img src=${picture} alt="" @load=${onPicture} @error=${onPicture} />`}
  </span>`;
}

const inlineView = (view: View, nodes: readonly Inline[]): (TemplateResult | string)[] =>
  nodes.map((node) => {
    if (node.kind === 'text') return node.text;
    if (node.kind === 'code') return html`<code>${node.text}</code>`;
    const children = inlineView(view, node.children);
    if (node.kind === 'strong') return html`<strong>${children}</strong>`;
    if (node.kind === 'emphasis') return html`<em>${children}</em>`;
    return outsideLink(view, node.href, children);
  });

/** A link that leaves the hub. */
export function outsideLink(view: View, href: string, text: unknown): TemplateResult {
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}<span class="sr-only"> (${view.t.newTab})</span></a>`;
}

/** One line of Markdown. */
export function inline(view: View, source: string): unknown {
  return source === '' ? nothing : inlineView(view, parseInline(source));
}

/** Markdown of several lines. */
export function blocks(view: View, source: string): unknown {
  if (source === '') return nothing;
  return parseBlocks(source).map((block) => {
    if (block.kind === 'paragraph') return html`<p>${inlineView(view, block.children)}</p>`;
    const items = block.items.map((item) => html`<li>${inlineView(view, item)}</li>`);
    return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
  });
}

/** A remark in a box. */
export function note(tone: 'warning' | 'info', content: unknown): TemplateResult {
  return html`<div class="note ${tone}">${icons[tone]()}<div class="prose">${content}</div></div>`;
}

/** A button that copies a text and says that it did. `describedBy` is the id of what names the text. */
export function copyButton(
  view: View,
  what: string,
  text: string,
  label: string,
  describedBy?: string,
): TemplateResult {
  const done = view.looks.copied === what;
  return html`<button type="button" class="quiet" aria-label=${label} aria-describedby=${describedBy ?? nothing} @click=${() => view.copy(what, text)}>
    ${done ? icons.tick() : icons.copy()}<span>${done ? view.t.copied : view.t.copy}</span>
  </button>`;
}
