import type { AuthField, AuthMethod } from '../../engine/index.ts';
import type { GuidePage } from './page.ts';
import { escapeHtml } from './text.ts';

/** Path of the page about accounts and the ways to link them. */
export const ACCOUNTS_PATH = '/guides/accounts';

/** The part of a guide that is the same for every connector: what to do in the hub, or with the API. Texts are HTML. */
export interface FixedPart {
  readonly title: string;
  readonly content: string;
  readonly steps: readonly { readonly title: string; readonly body: string }[];
  readonly closing: string;
}

const bullets = (items: readonly string[]): string =>
  `<ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`;

/** The labels of the fields that a person fills, with `(Optional)` where one may be left empty. */
const labels = (fields: readonly AuthField[]): string[] =>
  fields
    .filter(({ computed }) => computed === undefined)
    .map(({ label, required }) => `<strong>${escapeHtml(label)}</strong>${required ? '' : ' (Optional)'}`);

const fieldsStep = (fields: readonly AuthField[], intro: string, none: string): string => {
  const items = labels(fields);
  return items.length === 0 ? `<p>${none}</p>` : `<p>${intro}</p>\n${bullets(items)}`;
};

function linking({ connector, method }: GuidePage): FixedPart {
  const name = escapeHtml(connector.title);
  return {
    title: 'Linking the account from the hub',
    content: '',
    steps: [
      {
        title: 'Navigate to the hub',
        body: `<p>Open the Patchbay Hub in one of the three <a href="${ACCOUNTS_PATH}#linking-accounts">linking methods</a> and choose ${name}.</p>`,
      },
      {
        title: 'Fill out the fields',
        body: fieldsStep(
          method.configFields,
          `Fill out these fields with the details from ${name}:`,
          'There is no field to fill out.',
        ),
      },
      {
        title: 'Connect',
        body: bullets([
          'Press <strong>Connect</strong>.',
          `If ${name} opens a page to sign in or to authorize, complete what it asks for there.`,
          'Once it worked, the hub shows a confirmation. Otherwise it says what was refused and why.',
        ]),
      },
    ],
    closing: `<p>The linked account is now one of the <a href="${ACCOUNTS_PATH}">Accounts</a> of the project.</p>`,
  };
}

const registering = (name: string, callbackUrl: string): FixedPart['steps'][number] => ({
  title: 'Register the callback URL',
  body: `<p>In the settings of your application at ${name}, enter this address as the redirect URI (or callback URL), exactly as it stands here:</p>
<p><code>${escapeHtml(callbackUrl)}</code></p>`,
});

/** Whether somebody must fill a set-up field before this way to connect works. */
const needsSetup = ({ setupFields }: AuthMethod): boolean =>
  setupFields.some((field) => field.required && field.value === undefined);

/** The environments in which people connect this way, the first of the page's method first. */
const environmentsOf = ({ connector, method }: Pick<GuidePage, 'connector' | 'method'>): AuthMethod['environment'][] =>
  connector.authentication.filter(({ key }) => key === method.key).map(({ environment }) => environment);

/** The environments whose auth config every project has from the start: those where no way before this one is ready. */
const readyFromStart = ({ connector, method }: GuidePage): string[] =>
  environmentsOf({ connector, method })
    .filter(({ key }) => {
      const first = connector.authentication.find((one) => one.environment.key === key && !needsSetup(one));
      return first?.key === method.key;
    })
    .map(({ key }) => key);

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
const codes = (texts: readonly string[]): string => texts.map(code).join(' and ');

/** The body of the request that makes the auth config; dots stand for what must be filled in. */
function bodyOf(page: GuidePage): string {
  const { connector, method } = page;
  const setup = method.setupFields
    .filter(({ computed, required, value }) => computed === undefined && required && value === undefined)
    .map(({ key, options }) => [key, options?.[0]?.value ?? '…']);
  return JSON.stringify(
    {
      connector_key: connector.key,
      authentication_config_key: method.key,
      environment: method.environment.key,
      ...(setup.length === 0 ? {} : { setup: Object.fromEntries(setup) }),
    },
    null,
    2,
  );
}

const setupLabels = ({ setupFields }: AuthMethod): string[] =>
  setupFields
    .filter(({ computed }) => computed === undefined)
    .map(({ key, label, required, value }) => {
      const freedom = value !== undefined ? ' (has a default)' : required ? '' : ' (Optional)';
      return `<strong>${escapeHtml(label)}</strong>${freedom}: ${code(key)} in ${code('setup')}`;
    });

function profile(page: GuidePage): FixedPart {
  const { connector, method, publicUrl, callbackUrl } = page;
  const name = escapeHtml(connector.title);
  const ready = readyFromStart(page);
  const others = environmentsOf(page).filter(({ key }) => key !== method.environment.key);
  const fields = setupLabels(method);
  const request = [
    `curl -u "$KEY:" ${publicUrl}/auth_configs -H 'content-type: application/json' -d '`,
    bodyOf(page).replaceAll("'", "'\\''"),
    "'",
  ].join('');
  return {
    title: 'Creating the Patchbay connector profile',
    content: [
      `<p>A connector profile enables a way to connect in a project. The API calls it an auth config; ${code('/auth_configs')} and ${code('/connector_profiles')} are the same routes.</p>`,
      ready.length === 0
        ? ''
        : `<p>This way to connect needs nothing from you to work: every project has an enabled profile for it from the start (${codes(ready)}). Create another one to limit which actions its accounts may run, or to give it a name of your own.</p>`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
    steps: [
      ...(callbackUrl === undefined ? [] : [registering(name, callbackUrl)]),
      {
        title: 'Have an API key at hand',
        body: `<p>It needs the scope ${code('platform:write')}. In the examples it is ${code('$KEY')}.</p>`,
      },
      {
        title: 'Fill out the fields',
        body:
          fields.length === 0
            ? '<p>This type has no fields to fill out.</p>'
            : `<p>Have these details from ${name} ready. Secret ones are sealed and never shown again.</p>\n${bullets(fields)}`,
      },
      {
        title: 'Choose the actions (optional)',
        body: `<p>To let accounts of this profile run some <strong>Actions</strong> only, add ${code('"actions"')}, a list of their ids. Without it they may run all of them. ${code(`GET /actions?filter[connectors]=${connector.key}`)} lists them.</p>`,
      },
      {
        title: 'Create the profile',
        body: [
          `<pre><code>${escapeHtml(request)}</code></pre>`,
          '<p>The answer is 201 with the profile. It is enabled, and the hub offers it to your customers.</p>',
          bullets([
            ...(others.length === 0
              ? []
              : [
                  `${code('environment')} may also be ${codes(others.map(({ key }) => key))}. Connect sessions of the type ${code('test')} link against ${code('sandbox')}, all others against the rest.`,
                ]),
            `The first profile of a connector and environment becomes its default: the one the hub offers first. ${code('"default": true')} makes this one the default.`,
            `${code('"name"')} is what operators read; without it, ${name}.`,
          ]),
        ].join('\n'),
      },
      {
        title: 'Change it later',
        body: `<p>${code('PATCH /auth_configs/<id>')} changes name, set-up, actions and default, or disables it with ${code('{"enabled": false}')}: the hub offers it no longer and its accounts cannot be called. ${code('GET /auth_configs')} lists all of them.</p>`,
      },
    ],
    closing: `<p>Next: <a href="${ACCOUNTS_PATH}#linking-accounts">link an account</a>.</p>`,
  };
}

/** The fixed part of a page. */
export const fixedPart = (page: GuidePage): FixedPart => (page.kind === 'link-account' ? linking(page) : profile(page));
