import { type Static, Type } from 'typebox';
import { type Access, type HttpApp, queryList } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { callerOf } from '../api-keys/index.ts';
import type { AuthConfigs } from '../auth-configs/index.ts';
import { logNotesOf } from '../logs/index.ts';
import { ACCOUNT_STATUSES, type Account } from './account.ts';
import {
  AccountParams,
  DeletedAccount,
  isStatus,
  LinkedAccount,
  ListQuery,
  PatchBody,
  type Revocation,
  toLinkedAccount,
} from './schema.ts';
import type { AccountChange, Accounts } from './service.ts';

const READ: Access = { kind: 'api-key', scopes: ['platform:read'] };
const WRITE: Access = { kind: 'api-key', scopes: ['platform:write'] };
const PAGE_SIZE = 25;

/** States that other credentials end; whether these work shows at the next call or check. */
const BROKEN = new Set<Account['status']>(['error', 'expired']);

const bringsCredentials = ({ secrets, credentials, setup_information: setup }: Static<typeof PatchBody>): boolean =>
  [secrets, credentials, setup].some((values) => values !== undefined && Object.keys(values).length > 0);

/** What the account routes need. */
export interface AccountRouteParts {
  readonly accounts: Accounts;
  readonly authConfigs: AuthConfigs;
  /** Title of a connector; null when it is not known any more. */
  readonly connectorTitle: (projectId: string, key: string) => Promise<string | null>;
  /** Ends the credentials of a deleted account at its provider, where that is possible. Never throws. */
  readonly revoke: (account: Account) => Promise<Revocation>;
}

/** Registers `GET /accounts` and `GET|PATCH|DELETE /accounts/:id`. */
export function accountRoutes(
  app: HttpApp,
  { accounts, authConfigs, connectorTitle, revoke }: AccountRouteParts,
): void {
  const wire = async (account: Account) => {
    const authConfig = await authConfigs.get(account.projectId, account.authConfigId);
    const disabled = authConfig?.enabled === false ? authConfig : undefined;
    return toLinkedAccount(account, await connectorTitle(account.projectId, account.provider), disabled);
  };

  const disabledIds = async (projectId: string): Promise<string[]> =>
    (await authConfigs.list(projectId)).filter(({ enabled }) => !enabled).map(({ id }) => id);

  /** The auth config an account may move to: of the same connector, method and environment. */
  const checkMove = async (account: Account, body: Static<typeof PatchBody>): Promise<void> => {
    const fixed = {
      provider: account.provider,
      environment: account.environment,
      authentication_config_key: account.authMethodKey,
    };
    for (const [name, value] of Object.entries(fixed) as [keyof typeof fixed, string][]) {
      if (body[name] !== undefined && body[name] !== value) {
        const sentence = `${name} of a linked account cannot be changed (it is ${value}). Link a new account.`;
        throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
      }
    }
    if (body.integration_id === undefined || body.integration_id === account.authConfigId) return;
    const target = await authConfigs.get(account.projectId, body.integration_id);
    if (target === undefined || !target.enabled) throw fail('auth_config_not_found', { id: body.integration_id });
    if (
      target.connectorKey !== account.provider ||
      target.environment !== account.environment ||
      target.authMethodKey !== account.authMethodKey
    ) {
      const sentence = `integration_id ${target.id} is not an auth config for ${account.provider} with the same method and environment.`;
      throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
    }
  };

  const changeOf = (account: Account, body: Static<typeof PatchBody>): AccountChange => ({
    ...(bringsCredentials(body) && BROKEN.has(account.status) ? { status: 'active', statusReasons: [] } : {}),
    ...(body.origin_owner_id === undefined ? {} : { originOwnerId: body.origin_owner_id }),
    ...(body.origin_owner_name === undefined ? {} : { originOwnerName: body.origin_owner_name }),
    ...(body.origin_username === undefined ? {} : { originUsername: body.origin_username }),
    ...(body.label === undefined ? {} : { label: body.label }),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
    ...(body.type === undefined ? {} : { type: body.type }),
    ...(body.shared === undefined ? {} : { shared: body.shared }),
    ...(body.status === undefined ? {} : { status: body.status, statusReasons: [] }),
    ...(body.setup_information === undefined ? {} : { setup: { ...account.setup, ...body.setup_information } }),
    ...(body.integration_id === undefined ? {} : { authConfigId: body.integration_id }),
    ...(body.secrets === undefined && body.credentials === undefined
      ? {}
      : { secrets: { ...body.credentials, ...body.secrets } }),
  });

  const existing = async (projectId: string, id: string): Promise<Account> => {
    const account = await accounts.get(projectId, id);
    if (account === undefined) throw fail('account_not_found', { id });
    return account;
  };

  app.get(
    '/accounts',
    {
      config: { access: READ },
      schema: {
        tags: ['Accounts'],
        summary: 'List linked accounts',
        querystring: ListQuery,
        response: { 200: Type.Array(LinkedAccount) },
      },
    },
    async (request) => {
      const query = request.query;
      const statuses = queryList(query.status);
      const unknown = statuses.filter((status) => !isStatus(status));
      if (unknown.length > 0) {
        const sentence = `status ${unknown.join(', ')} is not known. Use ${ACCOUNT_STATUSES.join(', ')}.`;
        throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
      }
      const limit = query.page_size ?? PAGE_SIZE;
      const filter = {
        originOwnerIds: [
          ...queryList(query.origin_owner_ids),
          ...(query.origin_owner_id ? [query.origin_owner_id] : []),
        ],
        accountIds: queryList(query.account_ids),
        providers: [...queryList(query.providers), ...(query.provider ? [query.provider] : [])],
        statuses,
        disabledAuthConfigIds: statuses.length === 0 ? [] : await disabledIds(callerOf(request).projectId),
      };
      const found = await accounts.list(callerOf(request).projectId, filter, {
        limit,
        offset: ((query.page ?? 1) - 1) * limit,
      });
      return Promise.all(found.map(wire));
    },
  );

  app.get(
    '/accounts/:id',
    {
      config: { access: READ },
      schema: {
        tags: ['Accounts'],
        summary: 'Get a linked account',
        params: AccountParams,
        response: { 200: LinkedAccount },
      },
    },
    async (request) => {
      const account = await existing(callerOf(request).projectId, request.params.id);
      Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
      return wire(account);
    },
  );

  app.patch(
    '/accounts/:id',
    {
      config: { access: WRITE },
      schema: {
        tags: ['Accounts'],
        summary: 'Change a linked account',
        params: AccountParams,
        body: PatchBody,
        response: { 200: LinkedAccount },
      },
    },
    async (request) => {
      const account = await existing(callerOf(request).projectId, request.params.id);
      Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
      await checkMove(account, request.body);
      return wire(await accounts.update(account.projectId, account.id, (stored) => changeOf(stored, request.body)));
    },
  );

  app.delete(
    '/accounts/:id',
    {
      config: { access: WRITE },
      schema: {
        tags: ['Accounts'],
        summary: 'Delete a linked account and its credentials',
        description:
          'The account is gone whatever its provider says; `revocation` tells whether the provider took the tokens back.',
        params: AccountParams,
        response: { 200: DeletedAccount },
      },
    },
    async (request) => {
      const account = await accounts.remove(callerOf(request).projectId, request.params.id);
      Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
      return { ...(await wire(account)), revocation: await revoke(account) };
    },
  );
}
