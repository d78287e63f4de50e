import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConnectionAttempt, readConnectorList, readLinkedAccount, readSession, readStoredAccount } from './read.ts';

describe('the session', () => {
  it('tells the account to change, the project, the owner and the type', () => {
    expect(
      readSession({
        enabled_features: [],
        existing_account_id: 'account-1',
        project: { name: 'Northwind' },
        session: { type: 'test', origin_owner_name: 'Acme', expires_at: '2030-01-01T00:00:00Z' },
      }),
    ).toEqual({ existingAccountId: 'account-1', projectName: 'Northwind', ownerName: 'Acme', type: 'test' });
  });

  it('tells how the project looks, in colours that are safe in a style rule', () => {
    const brandingOf = (branding: unknown) => readSession({ project: { name: 'Northwind', branding } }).branding;
    expect(brandingOf({ accent: '#3457D5', on_accent: '#ffffff', white_label: false })).toEqual({
      accent: '#3457D5',
      onAccent: '#ffffff',
      whiteLabel: false,
    });
    expect(brandingOf({ accent: null, on_accent: null, white_label: true })).toEqual({ whiteLabel: true });
    for (const accent of ['red', '#fff', 'url(https://evil.example/x)', '#123456;}', 7])
      expect(brandingOf({ accent, on_accent: '#ffffff' })).toBeUndefined();
  });

  it('is a production session without owner when the server says nothing', () => {
    expect(readSession({ enabled_features: [] })).toEqual({
      existingAccountId: undefined,
      projectName: '',
      ownerName: '',
      type: 'production',
    });
  });
});

describe('the list', () => {
  const row = { active: true, name: 'Acme', provider: 'acme', type: 'crm', version: '1.0.0', integration_id: 'p1' };

  it('leaves out rows that are inactive, nameless or without id', () => {
    const rows = [row, { ...row, active: false }, { ...row, name: '' }, { ...row, integration_id: null }];
    expect(readConnectorList({ integrations: rows }).rows.map((found) => found.integrationId)).toEqual(['p1']);
  });

  it('reads what a row shows', () => {
    const more = { description: 'Deals.', label: 'API Key', environment: 'production', logo_url: '/icon.svg' };
    expect(readConnectorList({ integrations: [{ ...row, ...more }] }).rows).toEqual([
      {
        integrationId: 'p1',
        provider: 'acme',
        name: 'Acme',
        category: 'crm',
        description: 'Deals.',
        label: 'API Key',
        version: '1.0.0',
        environment: 'production',
        logoUrl: '/icon.svg',
      },
    ]);
  });

  it('carries the token for external triggers', () => {
    expect(readConnectorList({ integrations: [], external_trigger_token: 'abc' }).externalTriggerToken).toBe('abc');
    expect(readConnectorList({ integrations: [] }).externalTriggerToken).toBeUndefined();
  });
});

describe('accounts', () => {
  it('read the stored values, with or without secrets', () => {
    const body = { provider: 'acme', integrationId: 'p1', setupInformation: { region: 'eu' }, secrets: { key: 'x' } };
    const account = readStoredAccount('account-1', body);
    expect(account).toMatchObject({ id: 'account-1', provider: 'acme', integrationId: 'p1' });
    expect({ ...account.setupInformation }).toEqual({ region: 'eu' });
    expect({ ...account.secrets }).toEqual({ key: 'x' });
    expect({ ...readStoredAccount('a', { setupInformation: {} }).secrets }).toEqual({});
  });

  it('fall back to what is known when a change is answered with nothing', () => {
    expect(readLinkedAccount(null, { id: 'account-1', provider: 'acme' })).toEqual({
      id: 'account-1',
      provider: 'acme',
      label: '',
      connectedAs: '',
      warnings: [],
    });
  });

  it('tell what the credentials cannot do, in words only', () => {
    const { warnings } = readLinkedAccount(
      { id: '1', warnings: ['Reviews are empty.', 7, null] },
      { id: '', provider: 'acme' },
    );
    expect(warnings).toEqual(['Reviews are empty.']);
  });

  it('tell as whom they were connected', () => {
    const body = { id: 7, provider: 'acme', label: 'Acme EU', connected_as: 'ada@example.com' };
    expect(readLinkedAccount(body, { id: '', provider: '' })).toEqual({
      id: '7',
      provider: 'acme',
      label: 'Acme EU',
      connectedAs: 'ada@example.com',
      warnings: [],
    });
  });
});

describe('a connection attempt', () => {
  it('counts an unknown status as pending', () => {
    expect(readConnectionAttempt({ status: 'odd' }).status).toBe('pending');
    expect(readConnectionAttempt(null).status).toBe('pending');
  });

  it('carries the account or the error', () => {
    const linked = readConnectionAttempt({ status: 'authenticated', account: { id: 'a1' }, error: null });
    expect(linked).toMatchObject({ status: 'authenticated', accountId: 'a1', errorCode: '' });
    const failed = readConnectionAttempt({
      status: 'error',
      account: null,
      error: { code: 'denied', description: null },
    });
    expect(failed).toMatchObject({ status: 'error', accountId: '', errorCode: 'denied', errorDescription: '' });
  });
});

it('whatever JSON arrives, reading it does not throw', () => {
  const readers = [readSession, readConnectorList, readConnectionAttempt];
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      for (const read of readers) expect(() => read(body)).not.toThrow();
      expect(() => readStoredAccount('a', body)).not.toThrow();
      expect(() => readLinkedAccount(body, { id: 'a', provider: 'b' })).not.toThrow();
    }),
  );
});
