import type { AuthField, Guide } from '../../engine/index.ts';
import { actionScopes } from '../action-scopes.ts';
import { linkGuidePath } from '../guides/page.ts';
import type { Offer } from '../offers.ts';

/** Patterns for the named formats of a field, for clients that know patterns only. */
const FORMAT_PATTERNS: Readonly<Record<string, string>> = {
  email: '^\\S+@\\S+\\.\\S+$',
  url: '^https?://\\S+$',
  uri: '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$',
  uuid: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
  date: '^\\d{4}-\\d{2}-\\d{2}$',
  datetime: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})?$',
};

const validationOf = ({ validation }: AuthField) => {
  const pattern = validation?.pattern ?? FORMAT_PATTERNS[validation?.format ?? ''];
  if (pattern === undefined) return {};
  const error = validation?.errorMessage === undefined ? {} : { error: validation.errorMessage };
  return { validation: { type: 'html-pattern', pattern, ...error } };
};

/** Where a form is filled: for a new account, or over stored values that secrets stand for as placeholders. */
export type FormMode = 'new' | 'edit';

const toField = (field: AuthField, mode: FormMode) => {
  const secret = field.secret || field.type === 'password';
  return {
    key: field.key,
    label: field.label,
    type: field.type,
    required: field.required,
    readOnly: field.readOnly,
    // Always said: published clients take a field without it for a secret.
    secret,
    placeholder: field.placeholder ?? '',
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.tooltip === undefined ? {} : { tooltip: field.tooltip }),
    ...(field.value === undefined ? {} : { value: field.value }),
    ...(field.options === undefined ? {} : { options: field.options }),
    // A placeholder for a stored secret would never pass the secret's own pattern.
    ...(secret && mode === 'edit' ? {} : validationOf(field)),
  };
};

const toGuide = (guide: Guide | undefined) =>
  guide === undefined ? null : { ...guide, sections: [...guide.sections] };

/** The scopes that the actions enabled in the auth config need, as the connector explains them. */
function neededScopes({ config, connector, method }: Offer): { name: string; description: string }[] {
  const enabled = [...connector.actions.values()].filter(
    ({ id, internal }) => !internal && (config.actions === null || config.actions.includes(id)),
  );
  const needed = new Set([...method.requiredScopes, ...enabled.flatMap((action) => actionScopes(action, method))]);
  return connector.scopeDefinitions
    .filter(({ name }) => needed.has(name))
    .map(({ name, description }) => ({ name, description }));
}

/** Where the hub finds what belongs to a form. */
export interface HubAddresses {
  /** Base of the links handed out. */
  readonly publicUrl: string;
  readonly icon: string;
  /** Whether a page of this server shows the guide; connectors that projects brought themselves have none. */
  readonly hasGuidePage: boolean;
}

/** The form, notices and guide of an offer, in the shape the published hub reads, and more for ours. */
export function toHubConfig(offer: Offer, mode: FormMode, addresses: HubAddresses) {
  const { config, connector, method } = offer;
  return {
    key: connector.key,
    name: connector.title,
    type: method.type === 'oauth2' ? 'oauth2' : 'custom',
    ...(method.grantType === undefined ? {} : { grantType: method.grantType }),
    label: method.label,
    environment: config.environment,
    configFields: method.configFields
      .filter((field) => field.computed === undefined)
      .map((field) => toField(field, mode)),
    configNotices: method.configNotices.map((notice) => ({ ...notice })),
    assets: { icon: addresses.icon },
    support: {
      link:
        method.support.link ??
        (addresses.hasGuidePage ? `${addresses.publicUrl}${linkGuidePath(connector, method)}` : null),
      description: method.support.description ?? null,
    },
    guide: toGuide(method.support.guides?.config),
    scopes: neededScopes(offer),
  };
}
