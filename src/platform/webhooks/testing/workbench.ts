import type { Logger } from '../../../kernel/index.ts';
import { createJobs, type Database } from '../../../storage/index.ts';
import { createAccounts, type NewLink, tellOfSwitches } from '../../accounts/index.ts';
import type { Actor } from '../../audit/index.ts';
import { createAudit } from '../../audit/index.ts';
import { createAuthConfigs } from '../../auth-configs/index.ts';
import { createProjects } from '../../projects/index.ts';
import { addProjects, newLink, testClock, testSealer } from '../../testing/index.ts';
import { createWebhooks, type Outbound } from '../index.ts';

/** One call a receiver got. */
export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads of all events are looked at by tests
  readonly json: any;
}

/** What a pretended receiver answers: a status, more than that, or a fault. */
export type Answer = number | { status: number; headers?: Record<string, string>; text?: string } | Error;

export const OPERATOR: Actor = { type: 'operator', id: 'o', name: 'Olga', ip: null };

/** Webhooks over a database, a clock that stands still, and receivers that answer as told. */
export async function workbench(database: Database, logger?: Logger) {
  await addProjects(database, 'p1', 'p2');
  const clock = testClock();
  const sealer = testSealer();
  const lines: unknown[] = [];
  const note = (fields: object, message: string) => void lines.push({ ...fields, message });
  const log: Logger = logger ?? { debug: note, info: note, warn: note, error: note };
  const received: Received[] = [];
  const answers: { next: (call: Received) => Answer } = { next: () => 200 };
  const outbound: Outbound = {
    check: (url) => ({
      refused: url.includes('forbidden') ? 'its address is private.' : undefined,
      exempt: url.includes('own.example'),
    }),
    async send({ url, headers, body }) {
      const text = Buffer.from(body).toString('utf8');
      const call = { url, headers, body: text, json: JSON.parse(text) };
      received.push(call);
      const answer = answers.next(call);
      if (answer instanceof Error) throw answer;
      const { status, headers: sent = {}, text: said = '' } = typeof answer === 'number' ? { status: answer } : answer;
      return {
        status,
        headers: sent,
        stream: (async function* () {
          yield Buffer.from(said);
        })(),
      };
    },
  };
  const jobs = createJobs({ database, clock, logger: log });
  const audit = createAudit({ database, clock });
  const projects = createProjects({ database, clock });
  const webhooks = createWebhooks({
    database,
    sealer,
    clock,
    logger: log,
    jobs,
    audit,
    projects,
    outbound,
    random: () => 0.5,
  });
  const accounts = createAccounts({ database, sealer, clock, onChange: webhooks.onAccountChange });
  const onSwitch = tellOfSwitches({ database, jobs, onChange: webhooks.onAccountChange });
  const authConfigs = createAuthConfigs({ database, sealer, clock, onSwitch });
  for (const project of ['p1', 'p2'])
    await authConfigs.ensureDefaults(project, [
      { key: 'acme', title: 'Acme', methods: [{ key: 'custom', environment: 'production' }] },
    ]);
  const link = async (more: Partial<NewLink> = {}) => {
    const projectId = more.projectId ?? 'p1';
    const { account } = await accounts.link(newLink((await authConfigs.list(projectId))[0]!.id, more));
    return account;
  };
  const add = (more: object = {}) =>
    webhooks.create(
      {
        projectId: 'p1',
        url: 'https://hooks.example/in',
        events: ['account.created', 'account.updated', 'account.deleted'],
        description: null,
        enabled: true,
        ...more,
      },
      OPERATOR,
    );
  const listed = (id: number) =>
    webhooks.deliveries('p1', id, { statuses: [], events: [] }, { before: undefined, limit: 100 });
  return {
    database,
    clock,
    sealer,
    lines,
    received,
    answers,
    jobs,
    audit,
    projects,
    webhooks,
    accounts,
    authConfigs,
    link,
    add,
    listed,
  };
}
