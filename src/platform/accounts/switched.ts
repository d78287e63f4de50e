import type { Database, Jobs, Within } from '../../storage/index.ts';
import type { OnSwitch, Switch } from '../auth-configs/index.ts';
import type { OnAccountChange } from './service.ts';
import { createAccountStore } from './store.ts';

const SWITCHED = 'accounts.switched';
/** Accounts that are told of in one transaction; others write in between. */
const TOLD_TOGETHER = 50;

/**
 * Names the handler of the jobs that tell, account by account, who became active or inactive with an auth config: the
 * accounts that are active themselves. Each is told of once, however often a job is begun.
 */
export function tellOfSwitches({
  database,
  jobs,
  onChange,
}: {
  readonly database: Pick<Database, 'kind'>;
  readonly jobs: Jobs;
  readonly onChange: OnAccountChange;
}): OnSwitch {
  const add = async (within: Within, payload: Switch & { readonly after: string }): Promise<void> => {
    const orderKey = `${SWITCHED}/${payload.projectId}/${payload.authConfigId}`;
    await jobs.add(within, { kind: SWITCHED, payload, orderKey });
  };
  jobs.handle(SWITCHED, {
    run: async ({ payload }) => {
      const change = payload as Switch & { readonly after: string };
      const [before, now] = change.enabled ? (['inactive', 'active'] as const) : (['active', 'inactive'] as const);
      return async (within) => {
        const { db, notify } = within;
        const some = await createAccountStore(db).lockActive(change, change.after, TOLD_TOGETHER, database.kind);
        for (const account of some) {
          const previous = { ...account, status: before };
          await onChange(db, 'updated', { ...account, status: now }, { previous, linked: false, notify });
        }
        if (some.length === TOLD_TOGETHER) await add(within, { ...change, after: some.at(-1)!.id });
      };
    },
  });
  return (within, change) => add(within, { ...change, after: '' });
}
