/** Answers of the hub API for four connectors, in the shapes of the wire contract. */

/** A row of the list. */
export const row = (provider: string, name: string, type: string, more: Record<string, unknown> = {}) => ({
  active: true,
  name,
  provider,
  type,
  version: '1.0.0',
  authentication_config_key: 'custom',
  environment: 'production',
  integration_id: `${provider}-profile`,
  logo_url: '',
  label: 'API Key',
  description: '',
  ...more,
});

/** The four connectors, of three categories. */
export const rows = [
  row('15five', '15Five', 'hris', { description: 'Check-ins, objectives, high fives and review cycles.' }),
  row('humaans', 'Humaans', 'hris', {
    label: 'API Token',
    description: 'People, time away, compensation and documents.',
  }),
  row('lattice', 'Lattice', 'lms', { description: 'Goals, feedback, reviews and one-on-ones.' }),
  row('nutshell', 'Nutshell', 'crm', { description: 'Contacts, companies, leads and activities.' }),
];

const field = (key: string, label: string, more: Record<string, unknown> = {}) => ({
  key,
  label,
  type: 'password',
  required: true,
  readOnly: false,
  secret: true,
  placeholder: '',
  ...more,
});

const config = (key: string, name: string, more: Record<string, unknown>) => ({
  config: { key, name, type: 'custom', configFields: [], configNotices: [], guide: null, scopes: [], ...more },
  hub_settings: { configured_webhook_events: {}, project_settings: {} },
});

/** A connector with one secret field, a guide with warning, and scopes. */
export const humaans = config('humaans', 'Humaans', {
  configFields: [
    field('apiToken', 'API Token', {
      description: 'Starts after the word *Token* in the window that shows it.',
      validation: { type: 'html-pattern', pattern: '^[A-Za-z0-9]{16,}$' },
    }),
  ],
  guide: {
    warning: 'You need to be **Owner** or **Admin** of your Humaans account to create a token.',
    sections: [
      {
        title: 'Create an API access token',
        content: 'Tokens belong to your user and are shown once.',
        steps: [
          {
            title: 'Sign in to Humaans',
            content: 'Sign in to [your Humaans account](https://app.humaans.io/) as Owner or Admin.',
          },
          {
            title: 'Open API access tokens',
            content: 'Open the menu (⋮) beside your name at the top left and choose **API access tokens**.',
          },
          {
            title: 'Generate a token',
            content: 'Press **Generate new token**.',
            list: [
              'Give it a **name** you will recognise, such as `patchbay`.',
              'Tick the scopes listed here.',
              'Press **Create access token**.',
            ],
            displayScopes: ['public:read', 'private:read'],
          },
          { title: 'Copy the token', content: 'Copy it now: it cannot be shown again. Then paste it into the form.' },
        ],
      },
      {
        title: 'Write access',
        content: 'Only needed to change data.',
        applicableScopes: ['private:write'],
        steps: [{ title: 'Tick the write scope', content: 'Tick **private:write** as well.' }],
      },
    ],
  },
  scopes: [
    { name: 'public:read', description: 'Data that everyone in the company may see.' },
    { name: 'private:read', description: 'All data except compensation and documents.' },
  ],
  demo_credentials: [
    { name: 'Full access', description: 'All scopes.', fields: { apiToken: 'demoFullAccessToken01' } },
    { name: 'Read only', description: 'Cannot change anything.', fields: { apiToken: 'demoReadOnlyToken0001' } },
    { name: 'Revoked token', description: 'Humaans refuses it.', fields: { apiToken: 'demoRevokedToken00001' } },
  ],
});

/** A connector with two fields, one of them plain. */
export const nutshell = config('nutshell', 'Nutshell', {
  configFields: [
    field('username', 'Username (Email)', {
      type: 'text',
      secret: false,
      placeholder: 'ada@example.com',
      validation: { format: 'email' },
    }),
    field('apiKey', 'API Key'),
  ],
  configNotices: [
    { key: 'who', type: 'info', description: 'Use the address you sign in to Nutshell with.', anchor: 'username' },
    { key: 'admin', type: 'warning', description: 'Only an **admin** can create API keys.', position: 'top' },
    { key: 'later', type: 'info', description: 'Keys can be read again under *Edit API key*.', position: 'bottom' },
  ],
  guide: {
    sections: [
      {
        title: 'Important notes',
        content: 'About API keys of Nutshell.',
        list: ['A key carries the permissions chosen for it.', 'Pick **API access**.'],
      },
    ],
  },
});

/** Every kind of field, without a guide. */
export const everything = config('everything', 'Everything Suite', {
  configFields: [
    field('region', 'Region', {
      type: 'select',
      secret: false,
      options: [
        { label: 'Europe', value: 'eu' },
        { label: 'United States', value: 'us' },
      ],
      tooltip: 'The region is part of the address you sign in at.',
    }),
    field('subdomain', 'Subdomain', {
      type: 'text',
      secret: false,
      placeholder: 'acme',
      description: 'The first part of your address.',
    }),
    field('euContract', 'EU contract number', {
      type: 'number',
      secret: false,
      condition: { field: 'region', equals: 'eu' },
    }),
    field('certificate', 'Certificate', { type: 'text_area', secret: false, required: false }),
    field('apiKey', 'API Key', { tooltip: 'Found under *Settings*.' }),
    field('callback', 'Callback address', {
      type: 'text',
      secret: false,
      required: false,
      readOnly: true,
      value: 'https://hub.example.com/callback',
    }),
    field('channel', 'Channel', { type: 'text', secret: false, required: false, display: false, value: 'patchbay' }),
  ],
});

/** A connector in which one signs in at the provider. */
export const signIn = config('lattice', 'Lattice', {
  type: 'oauth2',
  grantType: 'authorization_code',
  configFields: [field('subdomain', 'Subdomain', { type: 'text', secret: false })],
});
