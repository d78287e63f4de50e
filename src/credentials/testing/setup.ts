import type { Connectors, Refresher } from '../../catalog/index.ts';
import type { AuthMethod, CompiledConnector, RefreshOutcome } from '../../engine/index.ts';
import { silentLogger } from '../../kernel/index.ts';
import { createAccounts, type NewLink } from '../../platform/accounts/index.ts';
import { createAuthConfigs } from '../../platform/auth-configs/index.ts';
import { addProjects, newLink, type TestClock, testClock, testSealer } from '../../platform/testing/index.ts';
import type { Database, Sealer } from '../../storage/index.ts';
import { createCredentials, findTarget } from '../index.ts';

/** A provider that gives a new token for each one it is shown. */
export const renewed = (credentials: Readonly<Record<string, unknown>>, expiresAt?: number): RefreshOutcome => ({
  ok: true,
  credentials,
  changed: Object.keys(credentials),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

/** A provider that answers with this status. */
export const answered = (status: number, body: unknown = {}, message = `HTTP error: ${status}`): RefreshOutcome => ({
  ok: false,
  failure: {
    kind: 'provider',
    message,
    statusCode: status,
    provider: { status, url: 'https://acme.example/token', body, headers: {} },
  },
});

/** A provider that does not answer. */
export const silence = (cause?: unknown): RefreshOutcome => ({
  ok: false,
  failure: { kind: 'transport', message: 'socket closed', statusCode: 500, cause },
});

const methodWith = (schedule: string | undefined) =>
  ({
    key: 'oauth2',
    type: 'oauth2',
    environment: { key: 'production', name: 'Production' },
    refresh: { action: {}, schedule },
    testActions: [
      { action: { id: 'acme_not_meant' }, required: true, applies: () => false },
      { action: { id: 'acme_cheap' }, required: true, applies: () => true },
    ],
  }) as unknown as AuthMethod;

/** What processes on one database share. */
interface Shared {
  readonly clock: TestClock;
  readonly sealer: Sealer;
}

/** A process with accounts of one connector whose tokens can be renewed; several may share a database. */
export async function startProcess(database: Database, shared: Partial<Shared> & { readonly schedule?: string } = {}) {
  const connector = {
    key: 'acme',
    title: 'Acme',
    version: '1.0.0',
    authentication: [methodWith(shared.schedule)],
  } as unknown as CompiledConnector;
  const clock = shared.clock ?? testClock();
  const sealer = shared.sealer ?? testSealer();
  const authConfigs = createAuthConfigs({ database, sealer, clock });
  if (shared.clock === undefined) {
    await addProjects(database, 'p1');
    await authConfigs.ensureDefaults('p1', [
      { key: 'acme', title: 'Acme', methods: [{ key: 'oauth2', environment: 'production' }] },
    ]);
  }
  const events: string[] = [];
  const accounts = createAccounts({
    database,
    sealer,
    clock,
    onChange: async (_, kind, account) => void events.push(`${kind} ${account.status}`),
  });
  const connectors = { resolve: () => connector } as Pick<Connectors, 'resolve'> as Connectors;
  /** What the provider was shown, in order. */
  const shown: Readonly<Record<string, unknown>>[] = [];
  const provider: { answer: (shown: Readonly<Record<string, unknown>>) => Promise<RefreshOutcome> | RefreshOutcome } = {
    answer: () => renewed({ accessToken: `access-${shown.length}`, refreshToken: `refresh-${shown.length}` }),
  };
  const refresh: Refresher = async (_method, _target, credentials) => {
    shown.push(credentials);
    return provider.answer(credentials);
  };
  const parts = { accounts, authConfigs, connectors, database, refresh, clock, logger: silentLogger };
  /** How renewals ended, as they are counted. */
  const counted: string[] = [];
  const count = (key: string, outcome: string) => void counted.push(`${key} ${outcome}`);
  const credentials = createCredentials({ ...parts, count });
  const authConfigId = (await authConfigs.list('p1'))[0]!.id;
  const link = async (more: Partial<NewLink> = {}) => {
    const secrets = { accessToken: 'access-0', refreshToken: 'refresh-0', expiresIn: 3_600 };
    const present = { authMethodKey: 'oauth2', setup: {}, secrets };
    const { account } = await accounts.link(newLink(authConfigId, { ...present, ...more }));
    return account;
  };
  const target = (id: string) => findTarget('p1', id, parts);
  const stored = async (id: string) => (await accounts.fresh('p1', id))!;
  const secrets = async (id: string) => accounts.secrets(await stored(id));
  return {
    accounts,
    credentials,
    clock,
    sealer,
    database,
    link,
    target,
    stored,
    secrets,
    shown,
    counted,
    provider,
    events,
    refresh,
    authConfigs,
    connectors,
  };
}
