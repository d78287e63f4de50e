import { type Answer, checkBody, type Endpoint, type FieldSpecs, json, ok } from '../kit/index.ts';
import type { State } from './state.ts';

const FEATURES: FieldSpecs = { pulse: { type: 'boolean' }, demographic_attributes: { type: 'boolean' } };
const KEY: FieldSpecs = {
  credential_set: { type: 'text', required: true },
  enabled: { type: 'boolean' },
  high_fives_only: { type: 'boolean' },
};

type Values = Readonly<Record<string, unknown>>;

/** Runs `use` with the checked body, or answers 400 with every reason. */
function withBody(specs: FieldSpecs, body: unknown, use: (values: Values) => Answer): Answer {
  const { values, issues } = checkBody(specs, body, { unknown: 'refuse', partial: true });
  if (issues.length === 0) return use(values);
  return json(400, { sandbox_error: issues.map(({ path, message }) => `${path || 'The body'} ${message}.`).join(' ') });
}

/** What an administrator of the company does by hand in the provider's settings. */
export const ADMIN_ENDPOINTS: readonly Endpoint<State, undefined>[] = [
  {
    method: 'POST',
    path: '/features',
    summary: 'Switch features of the company on or off',
    handle: (call) =>
      withBody(FEATURES, call.json(), (values) => {
        call.state.features = { ...call.state.features, ...values };
        return ok(call.state.features);
      }),
  },
  {
    method: 'POST',
    path: '/keys',
    summary: 'Edit a demo key: its ticks “Enabled” and “High Fives only”',
    handle: (call) =>
      withBody(KEY, call.json(), ({ credential_set, enabled, high_fives_only }) => {
        const { keys } = call.state;
        const found = [...keys].find(([, key]) => key.credentialSet === credential_set);
        if (found === undefined) return json(400, { sandbox_error: 'There is no key of that credential set.' });
        const [token, key] = found;
        const isEnabled = (enabled as boolean | undefined) ?? key.isEnabled;
        const highFivesOnly = (high_fives_only as boolean | undefined) ?? key.highFivesOnly;
        keys.set(token, { ...key, isEnabled, highFivesOnly });
        return ok({ credential_set, enabled: isEnabled, high_fives_only: highFivesOnly });
      }),
  },
];
