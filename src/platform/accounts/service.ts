import { setImmediate as breathe } from 'node:timers/promises';
import { type Clock, fail, isPatchbayError, newId } from '../../kernel/index.ts';
import { createRecordCache, type Database, type Notify, type Sealer } from '../../storage/index.ts';
import { type Account, credentialsBinding, isStopped, renewalTime } from './account.ts';
import { type AccountFilter, type AccountIdentity, createAccountStore } from './store.ts';

/** What linking an account yields. */
export interface NewLink
  extends AccountIdentity,
    Pick<
      Account,
      'authConfigId' | 'authMethodKey' | 'originUsername' | 'label' | 'metadata' | 'type' | 'setup' | 'statusReasons'
    > {
  /** Secret values, to be sealed. */
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly grantedScopes: readonly string[] | null;
  /** When the access token ends; taken from `expiresIn` (seconds) among the secrets when absent. */
  readonly credentialsExpireAt?: number | null;
  /** When to renew the credentials at the latest, whatever their end. */
  readonly renewBy?: number | undefined;
  /** Make a new account even if this owner has one already. */
  readonly alwaysNew: boolean;
}

/** What can be changed of an account. Absent members stay. */
export interface AccountChange
  extends Partial<
    Pick<
      Account,
      | 'authConfigId'
      | 'originOwnerId'
      | 'originOwnerName'
      | 'originUsername'
      | 'label'
      | 'metadata'
      | 'type'
      | 'shared'
      | 'status'
      | 'statusReasons'
      | 'setup'
      | 'grantedScopes'
      | 'lastCheckedAt'
      | 'credentialsExpireAt'
      | 'renewAt'
      | 'renewalStartedAt'
    >
  > {
  /** Secret values to put over the present ones. */
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** When to renew the credentials at the latest, whatever their end. */
  readonly renewBy?: number | undefined;
}

/** How a change is made. */
export interface UpdateOptions {
  /** Tells nobody and leaves `updatedAt`: for what the server notes for itself, such as renewed tokens. */
  readonly quiet?: boolean;
  /** More to do in the same transaction; what it throws undoes the change. */
  readonly alsoDo?: (db: Database['kysely'], account: Account) => Promise<void>;
}

/** Linked accounts. */
export interface Accounts {
  /** From memory without waiting when it was used before. @returns undefined when the project has no such account */
  get(projectId: string, id: string): Account | undefined | Promise<Account | undefined>;
  /** As it is stored now, whatever is in memory. */
  fresh(projectId: string, id: string): Promise<Account | undefined>;
  list(
    projectId: string,
    filter: AccountFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<Account[]>;
  /**
   * Stores a linked account, or renews the one of the same owner, provider and environment.
   * @param alsoDo more to do in the same transaction; what it throws undoes the link
   */
  link(
    link: NewLink,
    alsoDo?: (db: Database['kysely'], account: Account) => Promise<void>,
  ): Promise<{ readonly account: Account; readonly created: boolean }>;
  /**
   * @param change what to change, or what decides that from the account as it is stored; undefined changes nothing
   * @throws PatchbayError `account_not_found`
   */
  update(
    projectId: string,
    id: string,
    change: AccountChange | ((account: Account) => AccountChange | undefined),
    options?: UpdateOptions,
  ): Promise<Account>;
  /** @returns the account as it was. @throws PatchbayError `account_not_found` */
  remove(projectId: string, id: string): Promise<Account>;
  /** How many accounts an auth config, or a connector, has. */
  count(projectId: string, of: { readonly authConfigId: string } | { readonly provider: string }): Promise<number>;
  /** How many accounts of all projects there are, by status. */
  counts(): Promise<readonly { readonly status: Account['status']; readonly count: number }[]>;
  /**
   * Removes every account of an auth config, each as {@link Accounts.remove} does.
   * @param removed called for some at a time, before the next are removed: whatever stops it, few are removed and not told
   * @returns how many there were
   */
  removeOfAuthConfig(
    projectId: string,
    authConfigId: string,
    removed?: (account: Account) => Promise<void>,
  ): Promise<number>;
  /** The secret values of an account. @throws PatchbayError `sealed_value_broken`, `encryption_key_missing` */
  secrets(account: Account): Readonly<Record<string, unknown>>;
  close(): void;
}

/** What happened to an account. */
export type AccountEventKind = 'created' | 'updated' | 'deleted';

/**
 * Takes part in the transaction that changes an account: what it writes is committed with the change, what it throws
 * undoes it.
 */
export type OnAccountChange = (
  db: Database['kysely'],
  kind: AccountEventKind,
  account: Account,
  context: AccountChangeContext,
) => Promise<void>;

/** What else is known of a change. */
export interface AccountChangeContext {
  /** The record before the change; undefined when there was none. */
  readonly previous: Account | undefined;
  /** True when somebody linked the account, for the first time or again. */
  readonly linked: boolean;
  /** Tells every process together with the commit. */
  readonly notify: Notify;
}

/** What {@link createAccounts} needs. */
export interface AccountParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly onChange?: OnAccountChange;
}

/** The last time that dates can tell. */
const LAST_TIME = 8.64e15;

/** A time as it can be stored: whole, and none where it lies beyond all dates. */
const timeOf = (at: number | null): number | null => (at === null || at > LAST_TIME ? null : Math.floor(at));

/** When new secrets end: told by `expiresIn`, unknown for a new token without it, else undefined for "as before". */
function endOf(secrets: Readonly<Record<string, unknown>> | undefined, now: number): number | null | undefined {
  if (secrets === undefined) return undefined;
  const told = secrets['expiresIn'];
  const seconds = told === undefined || told === null || told === '' ? Number.NaN : Number(told);
  if (Number.isFinite(seconds) && seconds >= 0) return timeOf(now + seconds * 1_000);
  return secrets['accessToken'] === undefined ? undefined : null;
}

/** Accounts of an auth config that are removed before somebody is told of them. */
const REMOVED_TOGETHER = 10;

/** Makes the accounts service. */
export function createAccounts({ database, sealer, clock, onChange = async () => {} }: AccountParts): Accounts {
  const store = createAccountStore(database.kysely);
  const cache = createRecordCache<Account>(database, 'accounts_changed', 20_000);
  const keyOf = (projectId: string, id: string): string => `${projectId}/${id}`;
  const seal = (account: Pick<Account, 'projectId' | 'id'>, secrets: Readonly<Record<string, unknown>>): string =>
    sealer.seal(JSON.stringify(secrets), credentialsBinding(account));
  // Opened once for each record kept in memory, and forgotten with it: the cache drops records that change.
  const opened = new WeakMap<Account, Readonly<Record<string, unknown>>>();
  const open = (account: Account): Readonly<Record<string, unknown>> => {
    let secrets = opened.get(account);
    if (secrets === undefined) {
      const text = sealer.open(account.credentialsSealed, credentialsBinding(account));
      secrets = Object.freeze(JSON.parse(text) as Record<string, unknown>);
      opened.set(account, secrets);
    }
    return secrets;
  };

  const changed = (account: Account, change: AccountChange, quiet: boolean): Account => {
    const { secrets, renewBy, ...columns } = change;
    const now = clock.now();
    const told = change.credentialsExpireAt === undefined ? endOf(secrets, now) : timeOf(change.credentialsExpireAt);
    const ends = told === undefined && renewBy !== undefined ? account.credentialsExpireAt : told;
    return {
      ...account,
      ...columns,
      ...(ends === undefined ? {} : { credentialsExpireAt: ends, renewAt: renewalTime(ends, now, renewBy) }),
      // Other credentials are no business of a renewal that began with the earlier ones.
      ...(secrets === undefined ? {} : { renewalStartedAt: null }),
      credentialsSealed:
        secrets === undefined ? account.credentialsSealed : seal(account, { ...open(account), ...secrets }),
      credentialsVersion: account.credentialsVersion + 1,
      updatedAt: quiet ? account.updatedAt : now,
    };
  };

  const remove: Accounts['remove'] = async (projectId, id) => {
    const account = await store.find(projectId, id);
    const done =
      account !== undefined &&
      (await database.transaction(async (db, notify) => {
        if (!(await createAccountStore(db).remove(projectId, id))) return false;
        await onChange(db, 'deleted', account, { previous: account, linked: false, notify });
        await cache.changed(keyOf(projectId, id), notify);
        return true;
      }));
    if (!done) throw fail('account_not_found', { id });
    return account;
  };

  return {
    get(projectId, id) {
      const key = keyOf(projectId, id);
      return cache.get(key) ?? cache.load(key, () => store.find(projectId, id));
    },
    fresh: (projectId, id) => store.find(projectId, id),
    list: (projectId, filter, page) => store.list(projectId, filter, page),
    async link(link, alsoDo) {
      const { secrets, alwaysNew, renewBy, ...columns } = link;
      // One link at a time for an owner, so that two at once cannot both find no account.
      const lock = `link/${link.projectId}/${link.originOwnerId}/${link.originOwnerName}/${link.provider}`;
      return database.withLock(lock, () =>
        database.transaction(async (db, notify) => {
          const rows = createAccountStore(db);
          const present = alwaysNew ? undefined : await rows.findByIdentity(link);
          const now = clock.now();
          const expireAt =
            link.credentialsExpireAt === undefined ? (endOf(secrets, now) ?? null) : timeOf(link.credentialsExpireAt);
          const base = { projectId: link.projectId, id: present?.id ?? newId() };
          const account: Account = {
            ...columns,
            ...base,
            label: link.label ?? present?.label ?? null,
            metadata: link.metadata ?? present?.metadata ?? null,
            shared: present?.shared ?? false,
            ...(present !== undefined && isStopped(present)
              ? { status: present.status, statusReasons: present.statusReasons }
              : { status: 'active' }),
            credentialsSealed: seal(base, secrets),
            credentialsVersion: (present?.credentialsVersion ?? 0) + 1,
            createdAt: present?.createdAt ?? now,
            updatedAt: now,
            lastCheckedAt: now,
            credentialsExpireAt: expireAt,
            renewAt: renewalTime(expireAt, now, renewBy),
            renewalStartedAt: null,
          };
          if (present === undefined) await rows.insert(account);
          else if (!(await rows.replace(account, present.credentialsVersion)))
            throw fail('conflict', { reason: 'The account was changed at the same moment. Send the request again.' });
          await alsoDo?.(db, account);
          const context = { previous: present, linked: true, notify };
          await onChange(db, present === undefined ? 'created' : 'updated', account, context);
          await cache.changed(keyOf(link.projectId, account.id), notify);
          return { account, created: present === undefined };
        }),
      );
    },
    async update(projectId, id, change, { quiet = false, alsoDo } = {}) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const account = await store.find(projectId, id);
        if (account === undefined) throw fail('account_not_found', { id });
        const wanted = typeof change === 'function' ? change(account) : change;
        if (wanted === undefined) return account;
        const next = changed(account, wanted, quiet);
        const done = await database.transaction(async (db, notify) => {
          if (!(await createAccountStore(db).replace(next, account.credentialsVersion))) return false;
          await alsoDo?.(db, next);
          if (!quiet) await onChange(db, 'updated', next, { previous: account, linked: false, notify });
          await cache.changed(keyOf(projectId, id), notify);
          return true;
        });
        if (done) return next;
      }
      throw fail('conflict', { reason: 'The account is being changed by others. Send the request again.' });
    },
    remove,
    count: (projectId, of) => store.count(projectId, of),
    counts: store.counts,
    async removeOfAuthConfig(projectId, authConfigId, removed = async () => {}) {
      const page = { offset: 0, limit: REMOVED_TOGETHER };
      let count = 0;
      for (;;) {
        const some = await store.list(projectId, { authConfigIds: [authConfigId] }, page);
        if (some.length === 0) return count;
        const gone: Account[] = [];
        for (const { id } of some) {
          try {
            gone.push(await remove(projectId, id));
          } catch (error) {
            // Somebody else may remove it at the same moment.
            if (!isPatchbayError(error, 'account_not_found')) throw error;
          }
          // The embedded database works on this thread: requests get their turn in between.
          await breathe();
        }
        count += gone.length;
        await Promise.all(gone.map(removed));
      }
    },
    secrets: open,
    close: () => cache.close(),
  };
}
