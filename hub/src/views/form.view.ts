import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from '../form/form.ts';
import * as forms from '../form/form.ts';
import type { Screen, SignInTrouble } from '../machine/state.ts';
import type { Field, Notice } from '../model/connector.ts';
import { fieldView } from './field.view.ts';
import { guideView } from './guide.view.ts';
import { icons } from './icons.ts';
import { blocks, note } from './parts.view.ts';
import { alertBox, problemAlert } from './problem.view.ts';
import type { View } from './view.ts';

type FormScreen = Extract<Screen, { name: 'form' }>;

const notice = (view: View, { tone, text }: Notice): TemplateResult => note(tone, blocks(view, text));

/** Notices and fields in the order they are read. A notice whose field is not on show stands at the top. */
const body = (view: View, form: Form, fields: readonly Field[]): unknown => {
  const keys = new Set(fields.map((field) => field.key));
  const anchored = (key: string) => form.connector.notices.filter((one) => one.anchor === key);
  const loose = form.connector.notices.filter((one) => one.anchor === undefined || !keys.has(one.anchor));
  return html`
    ${loose.filter((one) => one.position === 'top').map((one) => notice(view, one))}
    ${fields.map(
      (field, index) =>
        html`${anchored(field.key).map((one) => notice(view, one))}${fieldView(view, form, field, `field-${index}`)}`,
    )}
    ${fields.length === 0 ? nothing : loose.filter((one) => one.position === 'bottom').map((one) => notice(view, one))}
  `;
};

const demoChoice = (view: View, form: Form): unknown => {
  const { t, looks } = view;
  const sets = form.connector.demoCredentials;
  if (sets.length === 0) return nothing;
  const pick = (index: number) => {
    const set = sets[index];
    if (set !== undefined) view.machine.change((old) => forms.withDemo(old, set));
    view.look({ demoOpen: false });
  };
  return html`<div class="demo">
    <button
      type="button"
      class="demo-toggle"
      aria-expanded=${looks.demoOpen ? 'true' : 'false'}
      aria-controls="demo-sets"
      @click=${() => view.look({ demoOpen: !looks.demoOpen })}
    >
      <span class="demo-text">
        <span class="demo-name">${t.demo}</span>
        <span class="demo-hint" aria-live="polite">${form.demo === undefined ? t.demoHint : t.demoUsed(form.demo)}</span>
      </span>
      ${icons.down()}
    </button>
    <ul id="demo-sets" ?hidden=${!looks.demoOpen}>
      ${sets.map(
        (set, index) => html`<li>
          <button type="button" class="demo-set" @click=${() => pick(index)}>
            <span class="demo-name">${set.name}</span>
            ${set.description === '' ? nothing : html`<span class="demo-hint">${set.description}</span>`}
          </button>
        </li>`,
      )}
    </ul>
  </div>`;
};

const TROUBLE: Readonly<Record<Exclude<SignInTrouble, 'refused'>, 'blocked' | 'cancelled' | 'attemptExpired'>> = {
  blocked: 'blocked',
  cancelled: 'cancelled',
  expired: 'attemptExpired',
  'timed-out': 'attemptExpired',
};

const signInTrouble = (view: View, { form, signIn }: FormScreen): unknown => {
  if (signIn === undefined) return nothing;
  const { t } = view;
  const { name } = form.connector;
  const text = signIn.trouble === 'refused' ? t.signInRefused(name) : t[TROUBLE[signIn.trouble]];
  const tone = signIn.trouble === 'refused' ? 'fault' : 'warning';
  return alertBox(
    tone,
    t.signInTitle(name),
    html`<p>${text}</p>${signIn.detail === '' ? nothing : html`<p>${signIn.detail}</p>`}`,
  );
};

const summary = (view: View, form: Form): unknown => {
  const count = form.submitted
    ? forms.shownFields(form).filter((field) => Object.hasOwn(form.errors, field.key)).length
    : 0;
  return html`<p class="summary" role="status">${count > 0 ? view.t.fixFields(count) : nothing}</p>`;
};

/** Pressing the button does not take the focus, so that no message appears under the pointer and moves the button away. */
const keepFocus = (event: Event): void => event.preventDefault();

/** The form of one connector with the guide beside it. */
export function formView(view: View, screen: FormScreen): TemplateResult {
  const { t, machine } = view;
  const { form } = screen;
  const { name, opensSignIn, guide } = form.connector;
  const fields = forms.shownFields(form);
  const submit = (event: Event) => {
    event.preventDefault();
    void machine.submit();
  };
  return html`<div class="columns ${guide === undefined ? 'alone' : ''}">
    ${guide === undefined ? nothing : guideView(view, form, guide)}
    <form class="form" novalidate @submit=${submit} aria-label=${form.account === undefined ? t.connectTitle(name) : t.editTitle(name)}>
      ${form.problem === undefined ? signInTrouble(view, screen) : problemAlert(view, form.problem, form)}
      ${demoChoice(view, form)} ${body(view, form, fields)}
      ${fields.length === 0 && !opensSignIn ? html`<p class="no-fields">${t.noFields(name)}</p>` : nothing}
      <p class="assurance">
        ${icons[opensSignIn ? 'outside' : 'lock']()}<span>${opensSignIn ? t.signInNext(name) : t.testedFirst(name)}</span>
      </p>
      <div class="actions">
        ${summary(view, form)}
        <button type="submit" class="primary" @mousedown=${keepFocus}>
          ${form.account === undefined || opensSignIn ? t.connect(name) : t.save}
        </button>
      </div>
    </form>
  </div>`;
}
