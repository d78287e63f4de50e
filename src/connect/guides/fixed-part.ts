import type { AuthField } from '../../engine/index.ts';
import type { GuidePage } from './page.ts';
import { escapeHtml } from './text.ts';

/** Path of the page about accounts and the ways to link them. */
export const ACCOUNTS_PATH = '/guides/accounts';

/** The part of a guide that is the same for every connector: what to do in the hub or the dashboard. Texts are HTML. */
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
    closing: `<p>The linked account is now on your <a href="${ACCOUNTS_PATH}">Accounts</a> page.</p>`,
  };
}

const registering = (name: string, callbackUrl: string): FixedPart['steps'][number] => ({
  title: 'Register the callback URL',
  body: `<p>In the settings of your application at ${name}, enter this address as the redirect URI (or callback URL), exactly as it stands here:</p>
<p><code>${escapeHtml(callbackUrl)}</code></p>`,
});

function profile({ connector, method, callbackUrl }: GuidePage): FixedPart {
  const name = escapeHtml(connector.title);
  const ready = !method.setupFields.some((field) => field.required && field.value === undefined);
  return {
    title: 'Creating the Patchbay connector profile',
    content: ready
      ? '<p>This way to connect needs nothing from you to work: every project has a profile for it from the start. Create another one to limit which actions its accounts may run, or to give it a name of your own.</p>'
      : '',
    steps: [
      ...(callbackUrl === undefined ? [] : [registering(name, callbackUrl)]),
      {
        title: 'Open the connector profiles',
        body: '<p>In the Patchbay dashboard, open <strong>Connector profiles</strong> and press <strong>+ Connector profile</strong>.</p>',
      },
      { title: `Choose ${connector.title}`, body: `<p>Search for <strong>${name}</strong> and select it.</p>` },
      {
        title: 'Choose the type',
        body: `<p>Under <strong>Type</strong>, select <strong>${escapeHtml(method.label)}</strong>.</p>`,
      },
      {
        title: 'Fill out the fields',
        body: fieldsStep(
          method.setupFields,
          `Fill out these fields with the details from ${name}:`,
          'This type has no fields to fill out.',
        ),
      },
      {
        title: 'Choose the actions (optional)',
        body: '<p>Choose the <strong>Actions</strong> that accounts of this profile may run. Without a choice they may run all of them.</p>',
      },
      {
        title: 'Create the profile',
        body: '<p>Press <strong>Create profile</strong>. The profile is enabled, and the hub offers it to your customers.</p>',
      },
    ],
    closing: `<p>Next: <a href="${ACCOUNTS_PATH}#linking-accounts">link an account</a>.</p>`,
  };
}

/** The fixed part of a page. */
export const fixedPart = (page: GuidePage): FixedPart => (page.kind === 'link-account' ? linking(page) : profile(page));
