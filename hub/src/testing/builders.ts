import type { Problem } from '../api/problem.ts';
import { problemWithoutAnswer } from '../api/problem.ts';
import { type Form, newForm } from '../form/form.ts';
import type { Connector, ConnectorRow, Field, Session, StoredAccount } from '../model/connector.ts';

/** A required, plain text field, changed where the test cares. */
export const aField = (more: Partial<Field> = {}): Field => ({
  key: 'apiKey',
  label: 'API Key',
  type: 'text',
  required: true,
  readOnly: false,
  secret: false,
  masked: false,
  placeholder: '',
  description: '',
  tooltip: '',
  value: '',
  options: [],
  rule: undefined,
  display: true,
  condition: undefined,
  ...more,
});

/** A connector with the given fields. */
export const aConnector = (fields: readonly Field[] = [aField()], more: Partial<Connector> = {}): Connector => ({
  key: 'acme',
  name: 'Acme',
  opensSignIn: false,
  fields,
  notices: [],
  guide: undefined,
  scopes: [],
  demoCredentials: [],
  supportLink: '',
  environment: 'production',
  ...more,
});

/** A fresh form with the given fields. */
export const aForm = (fields: readonly Field[] = [aField()], account?: StoredAccount): Form =>
  newForm('acme-profile', aConnector(fields), { account });

/** A linked account being changed. */
export const anAccount = (more: Partial<StoredAccount> = {}): StoredAccount => ({
  id: 'account-1',
  provider: 'acme',
  integrationId: 'acme-profile',
  setupInformation: {},
  secrets: {},
  ...more,
});

/** A row of the list. */
export const aRow = (provider: string, more: Partial<ConnectorRow> = {}): ConnectorRow => ({
  integrationId: `${provider}-profile`,
  provider,
  name: provider,
  category: 'hris',
  description: '',
  label: 'API Key',
  version: '1.0.0',
  environment: 'production',
  logoUrl: '',
  ...more,
});

/** A production session. */
export const aSession = (more: Partial<Session> = {}): Session => ({
  existingAccountId: undefined,
  projectName: 'Project',
  ownerName: 'Owner',
  type: 'production',
  ...more,
});

/** A refusal by the server. */
export const aProblem = (more: Partial<Problem> = {}): Problem =>
  problemWithoutAnswer('refused', { status: 422, message: 'Not accepted.', ...more });
