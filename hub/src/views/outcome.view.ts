import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Screen } from '../machine/state.ts';
import { icons, mark } from './icons.ts';
import { note, tile } from './parts.view.ts';
import type { View } from './view.ts';

type FormScreen = Extract<Screen, { name: 'form' }>;
type SuccessScreen = Extract<Screen, { name: 'success' }>;

const CABLE = 'M4 20C30 20 30 44 60 44S90 20 116 20';

/** The hub, the tool, and the cable between them. */
const patch = (view: View, state: 'going' | 'done', key: string, name: string): TemplateResult => {
  const row = view.state.rows.find((candidate) => candidate.provider === key);
  return html`<div class="patch ${state}" aria-hidden="true">
    <span class="patch-hub">${view.whiteLabel ? icons.box() : mark()}</span>
    <svg class="cable" viewBox="0 0 120 48" focusable="false">
      ${svg`<path class="cable-way" d=${CABLE} pathLength="1" />
        <path class="cable-line" d=${CABLE} pathLength="1" />
        <circle class="cable-end" cx="4" cy="20" r="3.5" />
        <circle class="cable-end far" cx="116" cy="20" r="3.5" />`}
    </svg>
    ${tile(view, key, name, row?.logoUrl)}
  </div>`;
};

/** The form was sent, or the provider's window is open. */
export function progressView(view: View, screen: FormScreen): TemplateResult {
  const { t, machine } = view;
  const { key, name } = screen.form.connector;
  const titles = { testing: t.testing(name), opening: t.opening(name), waiting: t.waiting(name), editing: '' };
  const text = screen.phase === 'waiting' ? t.waitingText(name) : t.testingText;
  const slow = screen.phase === 'waiting' ? t.waitingSlow : t.testingSlow(name);
  return html`<div class="outcome">
    ${patch(view, 'going', key, name)}
    <h2 tabindex="-1" data-heading>${titles[screen.phase]}</h2>
    <p>${text}</p>
    <p role="status" class="slow">${screen.slow ? slow : nothing}</p>
    ${
      screen.phase === 'waiting'
        ? html`<button type="button" class="secondary" @click=${() => machine.cancelSignIn()}>${t.cancel}</button>`
        : nothing
    }
  </div>`;
}

/** What was connected, and as whom. */
export function successView(view: View, screen: SuccessScreen): TemplateResult {
  const { t, machine, state } = view;
  const { account, title } = screen;
  const owner = state.session?.ownerName ?? '';
  const line = (term: string, value: string) =>
    value === '' ? nothing : html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  return html`<div class="outcome">
    ${patch(view, 'done', account.provider, title)}
    <h2 tabindex="-1" data-heading>${screen.changed ? t.updated(title) : t.connected(title)}</h2>
    <p>${t.successText(title)}</p>
    <dl>
      ${line(t.connectedAs, account.connectedAs)} ${line(t.connectedAccount, account.label === title ? '' : account.label)} ${line(t.connectedFor, owner)}
    </dl>
    ${
      account.warnings.length === 0
        ? nothing
        : html`<div class="limits">
            ${note('warning', html`<strong>${t.limits}</strong><ul>${account.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`)}
          </div>`
    }
    <button type="button" class="primary" @click=${() => machine.close()}>${view.closeLabel || t.done}</button>
    <slot name="after-success"></slot>
  </div>`;
}
