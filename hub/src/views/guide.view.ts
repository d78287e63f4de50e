import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from '../form/form.ts';
import { safeHref } from '../guide/markdown.ts';
import { relevantSections, type ShownStep } from '../guide/relevant.ts';
import type { Guide, GuideImage } from '../model/connector.ts';
import { icons } from './icons.ts';
import { blocks, inline, note, outsideLink } from './parts.view.ts';
import { ownPicture } from './tile.ts';
import type { View } from './view.ts';

const list = (view: View, items: readonly string[]): unknown =>
  items.length === 0 ? nothing : html`<ul>${items.map((item) => html`<li>${inline(view, item)}</li>`)}</ul>`;

const picture = (view: View, image: GuideImage | undefined): unknown => {
  if (image === undefined) return nothing;
  const own = ownPicture(image.src, view.baseUrl);
  if (own !== undefined) return html`<img class="picture" src=${own} alt=${image.alt} loading="lazy" />`;
  const href = safeHref(image.src);
  return href === undefined ? nothing : html`<p>${outsideLink(view, href, view.t.picture(image.alt))}</p>`;
};

const scopes = (view: View, step: ShownStep): unknown =>
  step.scopes.length === 0
    ? nothing
    : html`<div class="scopes">
        <p class="scopes-title">${view.t.scopesNeeded}</p>
        <ul>
          ${step.scopes.map(
            (scope) =>
              html`<li><code>${scope.name}</code>${scope.description === '' ? nothing : html` <span>${inline(view, scope.description)}</span>`}</li>`,
          )}
        </ul>
      </div>`;

const stepView = (view: View, form: Form, step: ShownStep, number: number): TemplateResult => {
  const id = `${form.integrationId}/${step.id}`;
  const done = view.state.ticked.has(id);
  return html`<li class="step ${done ? 'done' : ''}">
    <label class="step-tick">
      <input
        type="checkbox"
        .checked=${done}
        aria-label=${view.t.stepDone(step.title)}
        @change=${() => view.machine.tick(id)}
      />
      <span class="step-number" aria-hidden="true">${done ? icons.tick() : number}</span>
    </label>
    <div class="step-body prose">
      <h5>${inline(view, step.title)}</h5>
      ${blocks(view, step.content)} ${list(view, step.list)} ${scopes(view, step)} ${picture(view, step.image)}
    </div>
  </li>`;
};

const toForm = (event: Event): void => {
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  root.querySelector<HTMLElement>('form :is(input, textarea, select, button)')?.focus();
};

/** How to get what the form asks for: a warning, sections and steps to tick off. Foldable where space is short. */
export function guideView(view: View, form: Form, guide: Guide): TemplateResult {
  const { t, looks, state } = view;
  const sections = relevantSections(guide, form.connector.scopes);
  const steps = sections.flatMap((section) => section.steps);
  const done = steps.filter((step) => state.ticked.has(`${form.integrationId}/${step.id}`)).length;
  const link = view.whiteLabel ? undefined : safeHref(form.connector.supportLink);
  return html`<section class="guide" aria-labelledby="guide-title">
    <button type="button" class="skip secondary" @click=${toForm}>${t.skipGuide}</button>
    <div class="guide-head">
      <h3 id="guide-title">${t.guide}</h3>
      <span class="guide-count">${
        done > 0 ? t.guideDone(done, steps.length) : steps.length > 0 ? t.guideSteps(steps.length) : nothing
      }</span>
      <button
        type="button"
        class="guide-toggle"
        aria-expanded=${looks.guideOpen ? 'true' : 'false'}
        aria-label=${looks.guideOpen ? t.hideGuideLabel : t.showGuideLabel}
        aria-controls="guide-body"
        @click=${() => view.look({ guideOpen: !looks.guideOpen })}
      >
        ${looks.guideOpen ? t.hideGuide : t.showGuide} ${icons.down()}
      </button>
    </div>
    ${guide.warning === '' ? nothing : note('warning', blocks(view, guide.warning))}
    <div class="guide-body ${looks.guideOpen ? 'open' : ''}" id="guide-body">
      ${sections.map(
        (section) => html`<section class="guide-section">
          <div class="prose">
            <h4>${inline(view, section.title)}</h4>
            ${blocks(view, section.content)} ${list(view, section.list)} ${picture(view, section.image)}
          </div>
          ${
            section.steps.length === 0
              ? nothing
              : html`<ol class="steps">
                  ${section.steps.map((step) => stepView(view, form, step, steps.indexOf(step) + 1))}
                </ol>`
          }
        </section>`,
      )}
      ${link === undefined ? nothing : html`<p class="guide-link">${outsideLink(view, link, html`${t.openGuidePage} ${icons.outside()}`)}</p>`}
    </div>
  </section>`;
}
