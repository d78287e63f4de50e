import { CounterFamily, type Family, HistogramFamily, ReadFamily, StoredFamily } from './series.ts';

/** Figures that another part keeps and that are read at a scrape. */
export interface Readings {
  readonly logRowsWaiting: () => number;
  readonly logRowsWritten: () => number;
  readonly logRowsDropped: () => number;
  readonly logBodiesDropped: () => number;
  readonly accountsChecked: () => number;
  /** Of all projects, as the database has them. */
  readonly accounts: () => Promise<readonly { readonly status: string; readonly count: number }[]>;
  readonly jobs: () => Promise<readonly { readonly kind: string; readonly state: string; readonly count: number }[]>;
  readonly webhooks: () => Promise<{
    readonly webhooks: Readonly<Record<string, number>>;
    readonly deliveries: Readonly<Record<string, number>>;
  }>;
}

const byName = (label: string, counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));

/**
 * Every metric of this server but those of the process. Labels are bounded: patterns of routes, names from connectors,
 * statuses and codes; never accounts, projects or paths.
 */
export function createMetrics(version: string) {
  const requests = new HistogramFamily(
    'patchbay_http_request_duration_seconds',
    'Requests that were answered, by route pattern, method and status class.',
    ['route', 'method', 'status'] as const,
  );
  const actions = new HistogramFamily(
    'patchbay_action_duration_seconds',
    'Runs of actions, by how they ended: success, refused, provider_error, timeout or error.',
    ['provider', 'action', 'outcome'] as const,
  );
  const providerCalls = new HistogramFamily(
    'patchbay_provider_call_duration_seconds',
    'Calls to providers, by status; "none" where there was no answer.',
    ['provider', 'status'] as const,
  );
  const egressBlocked = new CounterFamily(
    'patchbay_egress_blocked_total',
    'Outbound calls that were refused because of their address.',
    [] as const,
  );
  const renewals = new CounterFamily(
    'patchbay_credential_renewals_total',
    'Renewals of credentials, by how they ended: renewed, ended, rejected or unknown.',
    ['provider', 'outcome'] as const,
  );
  const build = new ReadFamily('patchbay_build_info', 'Always 1.', 'gauge', () => 1, {
    version,
    node: process.version,
  });
  const families: Family[] = [requests, actions, providerCalls, egressBlocked, renewals, build];
  return {
    requests,
    actions,
    providerCalls,
    egressBlocked: egressBlocked.with(),
    renewals,
    /** All metrics, for the scrape. */
    families: families as readonly Family[],
    /** Adds what other parts count. */
    read({ logRowsWaiting, logRowsWritten, logRowsDropped, logBodiesDropped, ...parts }: Readings): void {
      families.push(
        new ReadFamily('patchbay_log_rows_waiting', 'Log rows in memory, not yet written.', 'gauge', logRowsWaiting),
        new ReadFamily('patchbay_log_rows_written_total', 'Log rows written.', 'counter', logRowsWritten),
        new ReadFamily(
          'patchbay_log_rows_dropped_total',
          'Log rows lost because the database took none for too long.',
          'counter',
          logRowsDropped,
        ),
        new ReadFamily(
          'patchbay_log_bodies_dropped_total',
          'Log rows written without their bodies because too many waited.',
          'counter',
          logBodiesDropped,
        ),
        new ReadFamily(
          'patchbay_account_checks_total',
          'Accounts that were checked because it was time.',
          'counter',
          parts.accountsChecked,
        ),
        new StoredFamily('patchbay_accounts', 'Linked accounts, by status.', async () =>
          (await parts.accounts()).map(({ status, count }) => ({ labels: { status }, value: count })),
        ),
        new StoredFamily('patchbay_jobs', 'Jobs, by kind and state; dead ones were given up.', async () =>
          (await parts.jobs()).map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
        ),
        new StoredFamily('patchbay_webhooks', 'Webhooks, by whether they are enabled.', async () =>
          byName('state', (await parts.webhooks()).webhooks),
        ),
        new StoredFamily('patchbay_webhook_deliveries', 'Deliveries that are kept, by status.', async () =>
          byName('status', (await parts.webhooks()).deliveries),
        ),
      );
    },
  };
}

/** The metrics of this server. */
export type Metrics = ReturnType<typeof createMetrics>;
