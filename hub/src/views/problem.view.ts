import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem.ts';
import type { Form } from '../form/form.ts';
import { shownFields } from '../form/form.ts';
import type { EndReason } from '../machine/state.ts';
import { icons } from './icons.ts';
import { copyButton } from './parts.view.ts';
import type { View } from './view.ts';

/** A box that says what went wrong. It takes the focus when it appears. */
export function alertBox(tone: 'fault' | 'warning', title: string, content: unknown): TemplateResult {
  return html`<div class="alert ${tone}" role="alert" tabindex="-1" data-alert>
    ${icons[tone]()}
    <div class="alert-body">
      <h3>${title}</h3>
      ${content}
    </div>
  </div>`;
}

/** The plain words for a problem, in the reader's language where the server sent none. */
export function problemText({ t }: View, problem: Problem, linking: boolean): string {
  if (problem.kind === 'network') return linking ? t.networkWhileLinking : t.network;
  if (problem.kind === 'timeout' && problem.message === '') return linking ? t.networkWhileLinking : t.timeout;
  if (problem.message !== '') return problem.message;
  return problem.kind === 'unavailable' ? t.unavailable : t.unreadable;
}

const details = (view: View, problem: Problem, name: string): unknown => {
  const { t } = view;
  if (problem.requestId === '' && problem.providerResponse === '') return nothing;
  return html`<details>
    <summary>${t.details}</summary>
    ${
      problem.providerResponse === ''
        ? nothing
        : html`<p class="details-title" id="provider-answer">${t.providerAnswered(name)}</p>
            <pre tabindex="0" role="region" aria-labelledby="provider-answer">${problem.providerResponse}</pre>`
    }
    ${
      problem.requestId === ''
        ? nothing
        : html`<p class="request-id">
            <span>${t.requestId} <code>${problem.requestId}</code></span>
            ${copyButton(view, 'request-id', problem.requestId, t.copyRequestId)}
          </p>`
    }
  </details>`;
};

/** Why linking did not work: what happened, what to do, and behind "Details" what the provider said. */
export function problemAlert(view: View, problem: Problem, form: Form): TemplateResult {
  const { t } = view;
  const { name, guide } = form.connector;
  const title = Object.hasOwn(t.problemTitles, problem.code) ? t.problemTitles[problem.code] : undefined;
  const shown = new Set(shownFields(form).map((field) => field.key));
  const unplaced = Object.entries(problem.fieldErrors).filter(([key]) => !shown.has(key));
  const lines = [...problem.errors, ...unplaced.map(([, text]) => text)].filter(
    (line) => !problem.message.includes(line),
  );
  const fallback = problem.code === 'credentials_rejected' && guide !== undefined ? t.checkGuide : '';
  const hint = problem.hint || fallback;
  return alertBox(
    'fault',
    (title ?? t.notConnected)(name),
    html`
      <p>${problemText(view, problem, true)}</p>
      ${lines.length === 0 ? nothing : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
      ${hint === '' ? nothing : html`<p><strong>${t.howToFix}:</strong> ${hint}</p>`} ${details(view, problem, name)}
    `,
  );
}

/** A screen could not be loaded. */
export function failedView(view: View, problem: Problem): TemplateResult {
  const { t, machine } = view;
  return html`<div class="empty trouble" role="alert">
    ${icons.broken()}
    <h2 tabindex="-1" data-heading>${t.loadFailed}</h2>
    <p>${problemText(view, problem, false)}</p>
    ${problem.hint === '' ? nothing : html`<p>${problem.hint}</p>`}
    ${problem.requestId === '' ? nothing : html`<p class="request-id"><span>${t.requestId} <code>${problem.requestId}</code></span></p>`}
    <button type="button" class="primary" @click=${() => machine.retry()}>${t.retry}</button>
  </div>`;
}

/** The session cannot be used. */
export function endedView(view: View, reason: EndReason): TemplateResult {
  const { t } = view;
  return html`<div class="empty trouble" role="alert">
    ${reason === 'unknown' ? icons.broken() : icons.clock()}
    <h2 tabindex="-1" data-heading>${t.endedTitles[reason]}</h2>
    <p>${t.endedTexts[reason]}</p>
  </div>`;
}

/** There is no token to begin with. */
export function noTokenView({ t }: View): TemplateResult {
  return html`<div class="empty trouble">
    ${icons.broken()}
    <h2>${t.noTokenTitle}</h2>
    <p>${t.noTokenText}</p>
  </div>`;
}
