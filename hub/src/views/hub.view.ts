import { html, nothing, type TemplateResult } from 'lit';
import { visibleRows } from '../machine/list.ts';
import { formView } from './form.view.ts';
import { icons, mark } from './icons.ts';
import { listView, skeleton } from './list.view.ts';
import { progressView, successView } from './outcome.view.ts';
import { tile } from './parts.view.ts';
import { endedView, failedView, noTokenView } from './problem.view.ts';
import type { View } from './view.ts';

const badge = ({ state, t }: View): unknown =>
  state.session?.type === 'test'
    ? html`<span class="badge" title=${t.testSessionHint}>${t.testSession}</span>`
    : nothing;

const backButton = (view: View): unknown =>
  view.machine.canGoBack
    ? html`<button type="button" class="icon-button back" aria-label=${view.t.backToList} @click=${() => view.machine.back()}>
        ${icons.back()}
      </button>`
    : nothing;

const head = (view: View, before: unknown, title: string, text: string): TemplateResult => html`<header class="head">
  ${before}
  <div class="head-text">
    <h2 tabindex="-1" data-heading>${title}</h2>
    ${text === '' ? nothing : html`<p>${text}</p>`}
  </div>
  ${badge(view)}
</header>`;

const header = (view: View): unknown => {
  const { state, t } = view;
  const { screen } = state;
  const owner = state.session?.ownerName ?? '';
  if (screen.name === 'list') return head(view, nothing, t.listTitle, owner === '' ? t.listForYou : t.listFor(owner));
  if (screen.name === 'loading' && screen.what === 'list') return head(view, nothing, t.listTitle, '');
  if (screen.name === 'loading') return screen.title === '' ? nothing : head(view, backButton(view), screen.title, '');
  if (screen.name === 'failed' && screen.canGoBack) return head(view, backButton(view), t.listTitle, '');
  if (screen.name !== 'form' || screen.phase !== 'editing') return nothing;
  const { connector, account, integrationId } = screen.form;
  const row = state.rows.find((candidate) => candidate.integrationId === integrationId);
  const label = [row?.label ?? '', owner === '' ? '' : t.connectFor(owner)].filter((part) => part !== '').join(' · ');
  const before = html`${backButton(view)} ${tile(view, connector.key, connector.name, row?.logoUrl)}`;
  return head(
    view,
    before,
    account === undefined ? t.connectTitle(connector.name) : t.editTitle(connector.name),
    label,
  );
};

const main = (view: View): unknown => {
  const { screen } = view.state;
  switch (screen.name) {
    case 'no-token':
      return noTokenView(view);
    case 'loading':
      return skeleton(screen.what);
    case 'list':
      return listView(view);
    case 'form':
      return screen.phase === 'editing' ? formView(view, screen) : progressView(view, screen);
    case 'success':
      return successView(view, screen);
    case 'ended':
      return endedView(view, screen.reason);
    case 'failed':
      return failedView(view, screen.problem);
  }
};

/** What a screen reader is told when the screen changes by itself. */
const announcement = ({ state, t }: View): string => {
  const { screen } = state;
  if (screen.name === 'loading') return screen.what === 'list' ? t.loadingList : t.loadingForm(screen.title);
  if (screen.name === 'list' && state.rows.length > 0) return t.results(visibleRows(state).length);
  if (screen.name === 'form' && screen.phase === 'testing') return t.testing(screen.form.connector.name);
  if (screen.name !== 'success') return '';
  return screen.changed ? t.updated(screen.title) : t.connected(screen.title);
};

const footer = (view: View): unknown =>
  view.whiteLabel || !view.showFooter
    ? nothing
    : html`<footer class="foot">${mark()}<span>${view.t.madeWith}</span></footer>`;

/** The whole hub. */
export function hubView(view: View): TemplateResult {
  const { screen } = view.state;
  const busy = screen.name === 'loading' || (screen.name === 'form' && screen.phase !== 'editing');
  return html`<div class="hub ${view.flows ? 'flows' : ''}" lang=${view.t.language} aria-busy=${busy ? 'true' : 'false'}>
    ${header(view)}
    <div class="main" data-screen=${screen.name}>${main(view)}</div>
    ${footer(view)}
    <div class="sr-only" role="status">${announcement(view)}</div>
  </div>`;
}
