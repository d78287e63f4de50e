import type { Problem } from '../api/problem.ts';
import type { Connector, DemoCredentials, Field, StoredAccount } from '../model/connector.ts';
import { isMet } from './condition.ts';
import { cleanPaste } from './paste.ts';
import { isStoredSecret } from './secret.ts';
import { errorOf, type FieldError } from './validate.ts';

/** Key of the field that shows the token with which an account's actions are triggered from outside. */
const EXTERNAL_TRIGGER = 'external-trigger-token';

/** The form of one connector, with what was typed so far. Every function below answers a new one. */
export interface Form {
  readonly integrationId: string;
  readonly connector: Connector;
  /** The account being changed; nothing when a new one is linked. */
  readonly account: StoredAccount | undefined;
  readonly values: Readonly<Record<string, string>>;
  /** Errors on show. A field is judged when it is left, and as it changes once it had an error. */
  readonly errors: Readonly<Record<string, FieldError>>;
  /** Stored secrets that are being replaced. */
  readonly replacing: readonly string[];
  /** Fields whose pasted value was tidied. */
  readonly tidied: readonly string[];
  /** True once it was to be sent. */
  readonly submitted: boolean;
  /** Name of the demo credentials in use. */
  readonly demo: string | undefined;
  /** Why the last attempt did not work. */
  readonly problem: Problem | undefined;
}

const storedValue = (form: Pick<Form, 'account'>, field: Field): string => {
  if (form.account === undefined) return '';
  return (field.secret ? form.account.secrets[field.key] : form.account.setupInformation[field.key]) ?? '';
};

/** A form as it is first shown. */
export function newForm(
  integrationId: string,
  connector: Connector,
  from: { account?: StoredAccount | undefined; externalTriggerToken?: string | undefined } = {},
): Form {
  const fields = connector.fields.map((field) =>
    field.key === EXTERNAL_TRIGGER
      ? { ...field, value: from.externalTriggerToken ?? field.value, secret: false, masked: false }
      : field,
  );
  const values: Record<string, string> = Object.create(null);
  for (const field of fields) {
    const stored = storedValue({ account: from.account }, field);
    values[field.key] = stored !== '' ? stored : field.value;
  }
  return {
    integrationId,
    connector: { ...connector, fields },
    account: from.account,
    values,
    errors: {},
    replacing: [],
    tidied: [],
    submitted: false,
    demo: undefined,
    problem: undefined,
  };
}

/** The fields that apply to what was typed so far, hidden ones included. */
export function applicableFields(form: Form): readonly Field[] {
  return form.connector.fields.filter((field) => isMet(field.condition, form.values));
}

/** The fields on show. */
export function shownFields(form: Form): readonly Field[] {
  return applicableFields(form).filter((field) => field.display);
}

/** True when the field holds a stored secret that nobody is replacing. */
export function keepsStored(form: Form, field: Field): boolean {
  return isStoredSecret(form.values[field.key] ?? '') && !form.replacing.includes(field.key);
}

const judge = (form: Form, field: Field): FieldError | undefined =>
  keepsStored(form, field) ? undefined : errorOf(field, form.values[field.key] ?? '');

const withError = (form: Form, key: string, error: FieldError | undefined): Form => {
  const { [key]: _, ...others } = form.errors;
  return { ...form, errors: error === undefined ? others : { ...others, [key]: error } };
};

const without = (keys: readonly string[], key: string): readonly string[] => keys.filter((other) => other !== key);

/** A value changed. It is judged at once only where an error is on show already. */
export function typed(form: Form, key: string, value: string): Form {
  const field = form.connector.fields.find((candidate) => candidate.key === key);
  if (field === undefined || field.readOnly) return form;
  const next: Form = {
    ...form,
    values: { ...form.values, [key]: value },
    tidied: without(form.tidied, key),
    demo: undefined,
  };
  return Object.hasOwn(form.errors, key) ? withError(next, key, judge(next, field)) : next;
}

/** Remembers to say that a value was tidied, where the reader cannot see it for themselves. */
const withTidied = (form: Form, { key, masked }: Field): Form =>
  masked ? { ...form, tidied: [...without(form.tidied, key), key] } : form;

/** A value arrived from the clipboard: it is tidied, and the reader is told when that changed it. */
export function pasted(form: Form, key: string, value: string): Form {
  const field = form.connector.fields.find((candidate) => candidate.key === key);
  if (field === undefined) return form;
  const clean = cleanPaste(field, value);
  const next = typed(form, key, clean);
  return clean === value ? next : withTidied(next, field);
}

/** The reader left a field. An empty one is not held against them yet: they may be on their way to the guide. */
export function left(form: Form, key: string): Form {
  const field = form.connector.fields.find((candidate) => candidate.key === key);
  if (field === undefined) return form;
  const value = form.values[key] ?? '';
  const trimmed = field.type === 'select' || keepsStored(form, field) ? value : value.trim();
  const next = trimmed === value ? form : withTidied({ ...form, values: { ...form.values, [key]: trimmed } }, field);
  const untouched = value === '' && !Object.hasOwn(form.errors, key);
  return untouched ? next : withError(next, key, judge(next, field));
}

/** The reader wants to replace a stored secret. */
export function replaceSecret(form: Form, key: string): Form {
  return { ...form, values: { ...form.values, [key]: '' }, replacing: [...without(form.replacing, key), key] };
}

/** The reader keeps the stored secret after all. */
export function keepSecret(form: Form, key: string): Form {
  const values = { ...form.values, [key]: form.account?.secrets[key] ?? '' };
  return withError({ ...form, values, replacing: without(form.replacing, key) }, key, undefined);
}

/** Fills in a set of demo credentials. */
export function withDemo(form: Form, demo: DemoCredentials): Form {
  const keys = form.connector.fields.filter((field) => !field.readOnly && Object.hasOwn(demo.fields, field.key));
  const values = { ...form.values };
  for (const { key } of keys) values[key] = demo.fields[key] ?? '';
  const replaced = keys.filter((field) => isStoredSecret(form.values[field.key] ?? '')).map((field) => field.key);
  return {
    ...form,
    values,
    replacing: [...new Set([...form.replacing, ...replaced])],
    errors: {},
    tidied: [],
    demo: demo.name,
    problem: undefined,
  };
}

/** Every field is judged, as before sending. Fields out of sight cannot be put right and are left to the server. */
export function checked(form: Form): Form {
  const errors: Record<string, FieldError> = Object.create(null);
  for (const field of shownFields(form)) {
    const error = field.readOnly ? undefined : judge(form, field);
    if (error !== undefined) errors[field.key] = error;
  }
  return { ...form, errors, submitted: true, problem: undefined };
}

/** What is sent: values of the fields that apply, without blanks and without stored secrets that stay. */
export function credentialsOf(form: Form): Record<string, string> {
  const credentials: Record<string, string> = Object.create(null);
  for (const field of applicableFields(form)) {
    const value = form.values[field.key] ?? '';
    if (value.trim() !== '' && !isStoredSecret(value)) credentials[field.key] = value;
  }
  return credentials;
}

/** The server refused: its words go to the fields they are about, the rest above the form. */
export function refused(form: Form, problem: Problem): Form {
  const shown = new Set(shownFields(form).map((field) => field.key));
  const errors: Record<string, FieldError> = Object.create(null);
  for (const [key, text] of Object.entries(problem.fieldErrors)) {
    if (shown.has(key) && text !== '') errors[key] = { kind: 'told', text };
  }
  return { ...form, errors, problem };
}

/** What is wrong with a field, as far as it is on show. */
export function errorAt(form: Form, key: string): FieldError | undefined {
  return Object.hasOwn(form.errors, key) ? form.errors[key] : undefined;
}

/** Key of the first field on show that has an error. */
export function firstErrorKey(form: Form): string | undefined {
  return shownFields(form).find((field) => Object.hasOwn(form.errors, field.key))?.key;
}
