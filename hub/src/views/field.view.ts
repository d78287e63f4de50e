import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form } from '../form/form.ts';
import * as forms from '../form/form.ts';
import { storedSecretHint } from '../form/secret.ts';
import type { FieldError } from '../form/validate.ts';
import type { Field } from '../model/connector.ts';
import { icons } from './icons.ts';
import { blocks, copyButton, inline } from './parts.view.ts';
import type { View } from './view.ts';

/** What is wrong with a field, in words. */
export function errorText(view: View, field: Field, error: FieldError): string {
  const { t } = view;
  switch (error.kind) {
    case 'required':
      return field.type === 'select' ? t.requiredChoice(field.label) : t.required(field.label);
    case 'number':
      return t.digits(field.label);
    case 'pattern':
      return t.pattern(field.label, field.masked ? '' : field.placeholder);
    case 'domain':
      return t.domain(field.label, error.expected);
    case 'format':
      return t.formats.get(error.format) ?? t.pattern(field.label, field.placeholder);
    case 'option':
      return t.notAnOption;
    case 'too-long':
      return t.tooLong;
    case 'told':
      return error.text;
  }
}

interface Control {
  readonly view: View;
  readonly form: Form;
  readonly field: Field;
  readonly id: string;
  readonly describedBy: string;
  readonly invalid: boolean;
}

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const onInput =
  ({ view, field }: Control) =>
  (event: Event) => {
    const { value } = event.target as Input;
    view.machine.change((form) => forms.typed(form, field.key, value));
  };

const onLeave =
  ({ view, field }: Control) =>
  () =>
    view.machine.change((form) => forms.left(form, field.key));

/** Puts the tidied text where the caret is. The browser's own insertion stays in charge when there is nothing to tidy. */
const onPaste =
  ({ view, field }: Control) =>
  (event: ClipboardEvent) => {
    const input = event.target as HTMLInputElement;
    const text = event.clipboardData?.getData('text') ?? '';
    const { value, selectionStart, selectionEnd } = input;
    const start = selectionStart ?? value.length;
    const whole = start === 0 && (selectionEnd ?? value.length) === value.length;
    if (!whole || text === '') return;
    event.preventDefault();
    view.machine.change((form) => forms.pasted(form, field.key, text));
  };

const textInput = (control: Control): TemplateResult => {
  const { view, field, form, id, invalid, describedBy } = control;
  const open = view.looks.revealed.includes(field.key);
  const type = field.masked && !open ? 'password' : 'text';
  const flip = () =>
    view.look({
      revealed: open ? view.looks.revealed.filter((key) => key !== field.key) : [...view.looks.revealed, field.key],
    });
  return html`<div class="control">
    <input
      id=${id}
      name=${field.key}
      type=${type}
      class=${field.masked ? 'code' : ''}
      inputmode=${field.type === 'number' ? 'numeric' : 'text'}
      placeholder=${field.placeholder}
      autocomplete="off"
      autocapitalize="none"
      autocorrect="off"
      spellcheck="false"
      data-1p-ignore
      data-lpignore="true"
      ?readonly=${field.readOnly}
      aria-required=${field.required ? 'true' : 'false'}
      aria-invalid=${invalid ? 'true' : 'false'}
      aria-describedby=${describedBy}
      .value=${live(form.values[field.key] ?? '')}
      @input=${onInput(control)}
      @change=${onLeave(control)}
      @blur=${onLeave(control)}
      @paste=${onPaste(control)}
    />
    ${
      field.masked
        ? html`<button
            type="button"
            class="icon-button"
            aria-label=${open ? view.t.hideValue : view.t.showValue}
            aria-describedby=${`${id}-label`}
            @click=${flip}
          >
            ${open ? icons.eyeOff() : icons.eye()}
          </button>`
        : nothing
    }
    ${
      field.readOnly && !field.secret && (form.values[field.key] ?? '') !== ''
        ? copyButton(view, field.key, form.values[field.key] ?? '', view.t.copyValue, `${id}-label`)
        : nothing
    }
  </div>`;
};

const areaInput = (control: Control): TemplateResult => {
  const { field, form, id, invalid, describedBy } = control;
  return html`<div class="control">
    <textarea
      id=${id}
      name=${field.key}
      rows="5"
      class="code"
      placeholder=${field.placeholder}
      autocomplete="off"
      spellcheck="false"
      ?readonly=${field.readOnly}
      aria-required=${field.required ? 'true' : 'false'}
      aria-invalid=${invalid ? 'true' : 'false'}
      aria-describedby=${describedBy}
      .value=${live(form.values[field.key] ?? '')}
      @input=${onInput(control)}
      @blur=${onLeave(control)}
      @paste=${onPaste(control)}
    ></textarea>
  </div>`;
};

const selectInput = (control: Control): TemplateResult => {
  const { view, field, form, id, invalid, describedBy } = control;
  const value = form.values[field.key] ?? '';
  return html`<div class="control select">
    <select
      id=${id}
      name=${field.key}
      ?disabled=${field.readOnly}
      aria-required=${field.required ? 'true' : 'false'}
      aria-invalid=${invalid ? 'true' : 'false'}
      aria-describedby=${describedBy}
      @change=${onInput(control)}
      @blur=${onLeave(control)}
    >
      <option value="" ?disabled=${field.required} .selected=${value === ''}>${view.t.choose}</option>
      ${field.options.map(
        (option) => html`<option value=${option.value} .selected=${option.value === value}>${option.label}</option>`,
      )}
    </select>
    ${icons.down()}
  </div>`;
};

const storedInput = (control: Control): TemplateResult => {
  const { view, field, form, id, describedBy } = control;
  const hint = storedSecretHint(form.values[field.key] ?? '');
  return html`<div class="control">
    <input id=${id} name=${field.key} type="text" class="code" readonly .value=${live(hint)}
      aria-label=${`${field.label}: ${view.t.storedSecret(hint.replace(/^•+/, ''))}`} aria-describedby=${describedBy} />
    <button type="button" class="quiet" aria-label=${view.t.replaceSecretLabel} aria-describedby=${`${id}-label`} @click=${(
      event: Event,
    ) => {
      const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
      view.machine.change((old) => forms.replaceSecret(old, field.key));
      requestAnimationFrame(() => root.getElementById(id)?.focus());
    }}>${view.t.replaceSecret}</button>
  </div>`;
};

const controlFor = (control: Control): TemplateResult => {
  if (forms.keepsStored(control.form, control.field)) return storedInput(control);
  if (control.field.type === 'select') return selectInput(control);
  return control.field.type === 'text_area' ? areaInput(control) : textInput(control);
};

const tooltip = (view: View, field: Field, id: string): unknown => {
  if (field.tooltip === '') return nothing;
  const open = view.looks.tip === field.key;
  return html`<button
    type="button"
    class="tip-button"
    aria-label=${view.t.moreAbout}
    aria-describedby=${`${id}-label`}
    aria-expanded=${open ? 'true' : 'false'}
    aria-controls=${`${id}-tip`}
    @click=${() => view.look({ tip: open ? '' : field.key })}
  >
    ${icons.info()}
  </button>`;
};

/** One field: label, help, control, error. `id` is unique within the form. */
export function fieldView(view: View, form: Form, field: Field, id: string): TemplateResult {
  const { t } = view;
  const error = forms.errorAt(form, field.key);
  const hasHelp = field.description !== '';
  const describedBy = [hasHelp ? `${id}-help` : '', error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ');
  return html`<div class="field" data-key=${field.key}>
    <div class="label">
      <label for=${id} id=${`${id}-label`}>${field.label}</label>
      ${field.required || field.readOnly ? nothing : html`<span class="optional">${t.optional}</span>`}
      ${tooltip(view, field, id)}
    </div>
    <div class="tip prose" id=${`${id}-tip`} ?hidden=${view.looks.tip !== field.key}>${blocks(view, field.tooltip)}</div>
    ${controlFor({ view, form, field, id, describedBy, invalid: error !== undefined })}
    ${hasHelp ? html`<div class="help prose" id=${`${id}-help`}>${inline(view, field.description)}</div>` : nothing}
    <div aria-live="polite">
      ${form.tidied.includes(field.key) ? html`<p class="help">${t.tidied}</p>` : nothing}
      ${
        error === undefined
          ? nothing
          : html`<p class="field-error" id=${`${id}-error`}>${icons.fault()}<span>${errorText(view, field, error)}</span></p>`
      }
    </div>
    ${
      form.replacing.includes(field.key) && form.account !== undefined
        ? html`<button type="button" class="text-button" @click=${() => view.machine.change((old) => forms.keepSecret(old, field.key))}>
            ${t.keepSecret}
          </button>`
        : nothing
    }
  </div>`;
}
