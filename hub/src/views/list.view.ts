import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { categoriesOf, isAmbiguous, visibleRows } from '../machine/list.ts';
import type { ConnectorRow } from '../model/connector.ts';
import { icons } from './icons.ts';
import { tile } from './parts.view.ts';
import type { View } from './view.ts';

/** Moves between the search field and the rows with the arrow keys. */
const onArrow = (event: KeyboardEvent): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const area = event.currentTarget as HTMLElement;
  const stops = [...area.querySelectorAll<HTMLElement>('input[type=search], button.row')];
  const at = stops.indexOf(event.target as HTMLElement);
  if (step === undefined || at === -1) return;
  const next = stops[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};

const search = (view: View): TemplateResult => {
  const { t, machine, state } = view;
  return html`<div class="search">
    ${icons.search()}
    <input
      type="search"
      autocomplete="off"
      spellcheck="false"
      enterkeyhint="search"
      aria-label=${t.search}
      placeholder=${t.search}
      .value=${state.query}
      @input=${(event: Event) => machine.filter({ query: (event.target as HTMLInputElement).value })}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && state.query !== '' && machine.filter({ query: '' })}
    />
    ${
      state.query === ''
        ? nothing
        : html`<button type="button" class="icon-button" aria-label=${t.clearSearch} @click=${clear(view, { query: '' })}>
            ${icons.clear()}
          </button>`
    }
  </div>`;
};

const clear = (view: View, change: { query?: string; category?: string }) => (event: Event) => {
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  view.machine.filter(change);
  root.querySelector<HTMLElement>('input[type=search]')?.focus();
};

const pills = (view: View): unknown => {
  const { t, machine, state } = view;
  const categories = categoriesOf(state.rows);
  if (categories.length < 2) return nothing;
  const pill = (key: string, label: string) => html`<button
    type="button"
    class="pill"
    aria-pressed=${state.category === key ? 'true' : 'false'}
    @click=${() => machine.filter({ category: key })}
  >
    ${label}
  </button>`;
  return html`<div class="pills" role="group" aria-label=${t.categories}>
    ${pill('', t.allCategories)} ${categories.map((key) => pill(key, t.category(key)))}
  </div>`;
};

const rowView = (view: View, row: ConnectorRow): TemplateResult => {
  const { state, machine } = view;
  const twin = isAmbiguous(state.rows, row);
  const label = twin ? [row.label, row.version].filter((part) => part !== '').join(' · ') : row.label;
  return html`<li>
    <button
      type="button"
      class="row"
      ?data-return=${row.integrationId === state.lastOpened}
      @click=${() => machine.open(row.integrationId)}
    >
      ${tile(view, row.provider, row.name, row.logoUrl)}
      <span class="row-text">
        <span class="row-name">${row.name}</span>
        ${row.description === '' ? nothing : html`<span class="row-description">${row.description}</span>`}
      </span>
      ${label === '' ? nothing : html`<span class="row-label">${label}</span>`} ${icons.forward()}
    </button>
  </li>`;
};

const nothingFound = (view: View): TemplateResult => {
  const { t, state } = view;
  const query = state.query.trim();
  return html`<div class="empty">
    ${icons.search()}
    <h3>${t.nothingTitle}</h3>
    <p>${query === '' ? t.nothingInCategory : t.nothingFor(query)}</p>
    <button type="button" class="secondary" @click=${clear(view, { query: '', category: '' })}>${t.clearFilters}</button>
  </div>`;
};

/** The tools on offer, with search and categories. */
export function listView(view: View): TemplateResult {
  const { t, state } = view;
  if (state.rows.length === 0) {
    return html`<div class="empty">
      ${icons.box()}
      <h3>${t.emptyTitle}</h3>
      <p>${t.emptyText}</p>
      <button type="button" class="secondary" @click=${() => view.machine.retry()}>${t.retry}</button>
    </div>`;
  }
  const rows = visibleRows(state);
  return html`<div class="list" @keydown=${onArrow}>
    <div class="filters">${search(view)} ${pills(view)}</div>
    ${
      rows.length === 0
        ? nothingFound(view)
        : html`<ul class="rows">
            ${repeat(
              rows,
              (row) => row.integrationId,
              (row) => rowView(view, row),
            )}
          </ul>`
    }
  </div>`;
}

/** Grey shapes in place of what is being loaded. */
export function skeleton(what: 'list' | 'form'): TemplateResult {
  const bar = (size: string) => html`<span class="bone ${size}"></span>`;
  if (what === 'form') {
    return html`<div class="bones form-bones" aria-hidden="true">
      <div>${bar('short')}${bar('long')}${bar('long')}${bar('middle')}${bar('long')}${bar('middle')}</div>
      <div>${bar('short')}${bar('input')}${bar('short')}${bar('input')}${bar('input')}</div>
    </div>`;
  }
  const row = html`<div class="bone-row">${bar('square')}<div>${bar('short')}${bar('long')}</div></div>`;
  return html`<div class="bones" aria-hidden="true">${bar('input')}${[row, row, row, row, row]}</div>`;
}
