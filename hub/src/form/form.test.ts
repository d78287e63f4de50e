import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aConnector, aField, aForm, anAccount, aProblem } from '../testing/builders.ts';
import * as forms from './form.ts';

const key = aField({ key: 'apiKey', type: 'password', secret: true, masked: true });
const user = aField({ key: 'user', label: 'User' });
const STORED = '__secretvalue:**redacted**9f2c';

describe('a new form', () => {
  it('holds the default values and no errors', () => {
    const form = aForm([aField({ key: 'region', value: 'eu' }), key]);
    expect({ ...form.values }).toEqual({ region: 'eu', apiKey: '' });
    expect(form.errors).toEqual({});
  });

  it('of a stored account holds its values, which win over the defaults', () => {
    const account = anAccount({ setupInformation: { user: 'ada' }, secrets: { apiKey: STORED } });
    const form = aForm([{ ...user, value: 'nobody' }, key], account);
    expect({ ...form.values }).toEqual({ user: 'ada', apiKey: STORED });
  });

  it('takes a secret from the secrets and from nowhere else', () => {
    const account = anAccount({ setupInformation: { apiKey: 'leaked' }, secrets: { user: 'wrong place' } });
    expect({ ...aForm([user, key], account).values }).toEqual({ user: '', apiKey: '' });
  });

  it('shows the token for external triggers in the field made for it', () => {
    const trigger = aField({ key: 'external-trigger-token', secret: true, masked: true, readOnly: true });
    const form = forms.newForm('p', aConnector([trigger]), { externalTriggerToken: 'trigger-1' });
    expect(form.values['external-trigger-token']).toBe('trigger-1');
    expect(form.connector.fields[0]).toMatchObject({ secret: false, masked: false });
  });
});

describe('which fields are on show', () => {
  const region = aField({ key: 'region', required: false });
  const contract = aField({ key: 'contract', condition: { field: 'region', equals: 'eu' } });
  const hidden = aField({ key: 'hidden', display: false, value: 'h' });

  it('follows the values typed so far', () => {
    const form = aForm([region, contract, hidden]);
    expect(forms.shownFields(form).map((field) => field.key)).toEqual(['region']);
    const typed = forms.typed(form, 'region', 'eu');
    expect(forms.shownFields(typed).map((field) => field.key)).toEqual(['region', 'contract']);
  });

  it('decides what is sent: hidden fields are, those that do not apply are not', () => {
    const form = forms.typed(forms.typed(aForm([region, contract, hidden]), 'region', 'eu'), 'contract', '42');
    expect(forms.credentialsOf(form)).toEqual({ region: 'eu', contract: '42', hidden: 'h' });
    expect(forms.credentialsOf(forms.typed(form, 'region', 'us'))).toEqual({ region: 'us', hidden: 'h' });
  });
});

describe('judging a field', () => {
  const digits = aField({ key: 'n', type: 'number' });

  it('waits until it is left', () => {
    const typed = forms.typed(aForm([digits]), 'n', 'x');
    expect(typed.errors).toEqual({});
    expect(forms.left(typed, 'n').errors).toEqual({ n: { kind: 'number' } });
  });

  it('follows every change once it had an error', () => {
    const wrong = forms.left(forms.typed(aForm([digits]), 'n', 'x'), 'n');
    expect(forms.typed(wrong, 'n', '1').errors).toEqual({});
    expect(forms.typed(wrong, 'n', '').errors).toEqual({ n: { kind: 'required' } });
  });

  it('does not blame an empty field for being left on the way to the guide', () => {
    expect(forms.left(aForm([digits]), 'n').errors).toEqual({});
  });

  it('trims what is left', () => {
    const form = forms.left(forms.typed(aForm([user]), 'user', ' ada '), 'user');
    expect(form.values['user']).toBe('ada');
    expect(form.tidied).toEqual([]);
  });

  it('says so where the reader cannot see that it trimmed', () => {
    const form = forms.left(forms.typed(aForm([key]), 'apiKey', 'k '), 'apiKey');
    expect(form.values['apiKey']).toBe('k');
    expect(form.tidied).toEqual(['apiKey']);
  });

  it('happens to every field on show before sending, and to no other', () => {
    const hidden = aField({ key: 'hidden', display: false });
    const fixed = aField({ key: 'fixed', readOnly: true });
    const form = forms.checked(aForm([user, key, hidden, fixed]));
    expect(Object.keys(form.errors)).toEqual(['user', 'apiKey']);
    expect(forms.firstErrorKey(form)).toBe('user');
    expect(form.submitted).toBe(true);
  });
});

describe('typing and pasting', () => {
  it('leave a read-only field and an unknown key alone', () => {
    const form = aForm([aField({ key: 'fixed', readOnly: true, value: 'v' })]);
    expect(forms.typed(form, 'fixed', 'x')).toBe(form);
    expect(forms.typed(form, 'unknown', 'x')).toBe(form);
    expect(forms.pasted(form, 'unknown', 'x')).toBe(form);
    expect(forms.left(form, 'unknown')).toBe(form);
  });

  it('tidy a pasted key, say so, and stop saying so when it is changed', () => {
    const pasted = forms.pasted(aForm([key]), 'apiKey', ' k \n');
    expect(pasted.values['apiKey']).toBe('k');
    expect(pasted.tidied).toEqual(['apiKey']);
    expect(forms.typed(pasted, 'apiKey', 'k2').tidied).toEqual([]);
  });
});

describe('a stored secret', () => {
  const account = anAccount({ setupInformation: { user: 'ada' }, secrets: { apiKey: STORED } });
  const form = aForm([user, { ...key, rule: { kind: 'pattern', pattern: '^[a-z]+$' } }], account);

  it('that is kept passes every rule and is not sent', () => {
    expect(forms.checked(form).errors).toEqual({});
    expect(forms.credentialsOf(form)).toEqual({ user: 'ada' });
  });

  it('that is being replaced has to be entered', () => {
    const replacing = forms.replaceSecret(form, 'apiKey');
    expect(replacing.values['apiKey']).toBe('');
    expect(forms.checked(replacing).errors).toEqual({ apiKey: { kind: 'required' } });
    expect(forms.credentialsOf(forms.typed(replacing, 'apiKey', 'fresh'))).toEqual({ user: 'ada', apiKey: 'fresh' });
  });

  it('can be kept after all', () => {
    const kept = forms.keepSecret(forms.checked(forms.replaceSecret(form, 'apiKey')), 'apiKey');
    expect(kept.values['apiKey']).toBe(STORED);
    expect(kept.errors).toEqual({});
    expect(forms.credentialsOf(kept)).toEqual({ user: 'ada' });
  });
});

describe('demo credentials', () => {
  const demo = { name: 'Full', description: '', fields: { user: 'demo', apiKey: 'demo-key', other: 'x' } };

  it('fill the fields of the form and no others, and clear what was wrong', () => {
    const form = forms.withDemo(forms.checked(aForm([user, key])), demo);
    expect({ ...form.values }).toEqual({ user: 'demo', apiKey: 'demo-key' });
    expect(form.errors).toEqual({});
    expect(form.demo).toBe('Full');
  });

  it('are no longer in use once a value is changed', () => {
    expect(forms.typed(forms.withDemo(aForm([user]), demo), 'user', 'me').demo).toBeUndefined();
  });

  it('replace a stored secret and leave read-only fields alone', () => {
    const account = anAccount({ secrets: { apiKey: STORED } });
    const form = forms.withDemo(aForm([{ ...user, readOnly: true, value: 'fixed' }, key], account), demo);
    expect({ ...form.values }).toEqual({ user: 'fixed', apiKey: 'demo-key' });
    expect(forms.credentialsOf(form)).toEqual({ user: 'fixed', apiKey: 'demo-key' });
  });
});

describe('a refusal', () => {
  it('puts the words of the server at the field they are about', () => {
    const problem = aProblem({ fieldErrors: { apiKey: 'Too short.', elsewhere: 'Hm.' } });
    const form = forms.refused(aForm([user, key]), problem);
    expect(form.errors).toEqual({ apiKey: { kind: 'told', text: 'Too short.' } });
    expect(form.problem).toBe(problem);
  });

  it('is forgotten when the form is sent again', () => {
    expect(forms.checked(forms.refused(aForm(), aProblem())).problem).toBeUndefined();
  });
});

describe('a field whose key is a name every object has', () => {
  it.each(['constructor', '__proto__', 'toString'])('such as %s is a field like any other', (name) => {
    const form = aForm([aField({ key: name })]);
    expect(forms.left(form, name).errors).toEqual({});
    expect(forms.errorAt(form, name)).toBeUndefined();
    expect(forms.firstErrorKey(form)).toBeUndefined();
    expect(forms.firstErrorKey(forms.checked(form))).toBe(name);
    const typed = forms.typed(form, name, 'v');
    expect(Object.entries(forms.credentialsOf(typed))).toEqual([[name, 'v']]);
    const demo = { name: 'Demo', description: '', fields: JSON.parse(`{"${name}": "d"}`) };
    expect(Object.entries(forms.credentialsOf(forms.withDemo(form, demo)))).toEqual([[name, 'd']]);
  });
});

it('whatever is typed, a placeholder and a blank are never sent', () => {
  fc.assert(
    fc.property(fc.constantFrom('', ' ', STORED, '__secretvalue:**redacted**'), fc.string(), (blank, value) => {
      const form = forms.typed(forms.typed(aForm([user, key]), 'user', blank), 'apiKey', value);
      const sent = forms.credentialsOf(form);
      expect('user' in sent).toBe(false);
      expect('apiKey' in sent).toBe(value.trim() !== '');
    }),
  );
});
