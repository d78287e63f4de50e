import { basic } from '../support/server.ts';
import type { ServerProcess } from '../support/server-process.ts';

/** What the servers said about one account, and what was asked of them without an answer. */
export interface KnownAccount {
  readonly id: string;
  /** The last label whose change was acknowledged. */
  label: string | null;
  /** Labels that were sent after it and never answered. */
  readonly unanswered: string[];
  /** Whether its deletion was acknowledged, or asked for without an answer. */
  deletion: 'none' | 'asked' | 'done';
  /** How many changes of its label were acknowledged. */
  changes: number;
}

/** Everything that was acknowledged. */
export interface Ledger {
  readonly accounts: Map<string, KnownAccount>;
  /** Requests that were answered, and those that were cut off. */
  answered: number;
  cutOff: number;
}

/** What writers need. */
export interface WriterParts {
  /** The servers that are up; empty for moments. */
  readonly servers: () => readonly ServerProcess[];
  readonly apiKey: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** An answer that never came, because the server was killed or is not up. */
class CutOff extends Error {}

/**
 * Writes without pause until stopped: links accounts, changes their labels, deletes some; notes what was acknowledged.
 * @throws Error for an answer that no healthy server gives
 */
export function startWriters(count: number, { servers, apiKey, credentials }: WriterParts) {
  const ledger: Ledger = { accounts: new Map(), answered: 0, cutOff: 0 };
  let stopped = false;
  let serial = 0;

  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const up = servers();
    const server = up[Math.floor(Math.random() * up.length)];
    if (server === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      throw new CutOff();
    }
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: basic(apiKey), ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
      .then(async (response) => ({ status: response.status, body: JSON.parse(await response.text()) }))
      .catch(() => {
        ledger.cutOff += 1;
        throw new CutOff();
      });
    // 503: the database's own connections were cut, or the server is stopping; the client may try again.
    if (answer.status === 503) throw new CutOff();
    ledger.answered += 1;
    return answer;
  };

  const link = async (): Promise<KnownAccount> => {
    serial += 1;
    const owner = { origin_owner_id: `owner-${process.pid}-${serial}`, origin_owner_name: 'Acme' };
    const session = await send('POST', '/connect_sessions', { ...owner, provider: 'humaans', type: 'test' });
    if (session.status !== 201) throw new Error(`connect session: ${JSON.stringify(session)}`);
    const token = { 'x-hub-session-token': session.body.token as string };
    const list = await send('GET', '/hub/connectors', undefined, token);
    const { status, body } = await send(
      'POST',
      '/hub/accounts',
      { integration_id: list.body.integrations[0].integration_id, credentials },
      token,
    );
    if (status !== 201) throw new Error(`link: ${JSON.stringify({ status, body })}`);
    const account: KnownAccount = { id: body.id, label: null, unanswered: [], deletion: 'none', changes: 0 };
    ledger.accounts.set(account.id, account);
    return account;
  };

  const relabel = async (account: KnownAccount): Promise<void> => {
    serial += 1;
    const label = `label-${serial}`;
    account.unanswered.push(label);
    const { status, body } = await send('PATCH', `/accounts/${account.id}`, { label });
    if (status !== 200 || body.label !== label) throw new Error(`patch: ${JSON.stringify({ status, body })}`);
    account.label = label;
    account.changes += 1;
    account.unanswered.length = 0;
  };

  const remove = async (account: KnownAccount): Promise<void> => {
    account.deletion = 'asked';
    const { status, body } = await send('DELETE', `/accounts/${account.id}`);
    if (status !== 200) throw new Error(`delete: ${JSON.stringify({ status, body })}`);
    account.deletion = 'done';
  };

  const write = async (): Promise<void> => {
    while (!stopped) {
      try {
        const account = await link();
        const changes = Math.floor(Math.random() * 4);
        for (let n = 0; n < changes; n += 1) await relabel(account);
        if (Math.random() < 0.3) await remove(account);
      } catch (error) {
        if (!(error instanceof CutOff)) throw error;
      }
    }
  };
  const running = Promise.all(Array.from({ length: count }, write));
  // A writer that fails ends the test when it is stopped; until then nobody waits for it.
  running.catch(() => {});
  return {
    ledger,
    async stop(): Promise<void> {
      stopped = true;
      await running;
    },
  };
}

/** What a server shows that the ledger does not allow. Empty when nothing acknowledged was lost. */
export async function lostWrites(server: ServerProcess, apiKey: string, { accounts }: Ledger): Promise<string[]> {
  const lost: string[] = [];
  for (const { id, label, unanswered, deletion } of accounts.values()) {
    const answer = await fetch(`${server.url}/accounts/${id}`, { headers: { authorization: basic(apiKey) } });
    const body = (await answer.json()) as { label: string | null };
    if (answer.status === 404 ? deletion === 'none' : deletion === 'done')
      lost.push(`${id}: ${answer.status} though its deletion is ${deletion}`);
    else if (answer.status === 200 && body.label !== label && !unanswered.includes(body.label ?? ''))
      lost.push(`${id}: labelled ${body.label}, acknowledged ${label}, unanswered ${unanswered.join(' ')}`);
  }
  return lost;
}
