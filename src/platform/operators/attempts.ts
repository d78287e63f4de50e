import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { sql } from 'kysely';
import type { Clock } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';

/** Milliseconds in which attempts are counted together. */
const WINDOW = 15 * 60_000;

/** Attempts within the window: of one address for one e-mail address, for one e-mail address, and of one address. */
const LIMITS = { pair: 5, email: 50, address: 50 } as const;

/** Why an attempt may not be made. */
export interface Refusal {
  /** Seconds to wait. */
  readonly seconds: number;
  /** Whether it is the first that is refused since the count began. */
  readonly first: boolean;
}

/** Who tries to sign in, and as whom. */
export interface Attempt {
  readonly email: string;
  readonly address: string;
}

/** Counting attempts to sign in, in the database, so that a restart or another process is no way around it. */
export interface Attempts {
  /** Counts an attempt before its password is looked at, so that many at once count as many. @returns undefined when it may be made */
  take(attempt: Attempt): Promise<Refusal | undefined>;
  /** Forgets what was counted on the way to the right password. */
  succeeded(attempt: Attempt): Promise<void>;
  /** Counts an attempt no more whose password was never looked at. */
  takeBack(attempt: Attempt): Promise<void>;
}

const subjectOf = (kind: string, ...parts: string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, ...parts]))
    .digest('base64url');

/** Whoever has one IPv6 address has the 2^64 of its network, so these count as one. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}

const subjectsOf = ({ email, address }: Attempt) => {
  const network = networkOf(address);
  return {
    pair: subjectOf('pair', email, network),
    email: subjectOf('email', email),
    address: subjectOf('address', network),
  };
};

/** Makes the counter. */
export function createAttempts({ database, clock }: { readonly database: Database; readonly clock: Clock }): Attempts {
  const countLess = async (subjects: readonly string[]): Promise<void> => {
    await database.kysely
      .updateTable('operator_sign_in_attempts')
      .set({ attempts: sql<number>`attempts - 1` })
      .where('subject', 'in', [...subjects])
      .where('attempts', '>', 0)
      .execute();
  };
  return {
    async take(attempt) {
      const now = clock.now();
      await database.kysely
        .deleteFrom('operator_sign_in_attempts')
        .where('began_at', '<=', now - WINDOW)
        .execute();
      const subjects = subjectsOf(attempt);
      return database.transaction(async (db) => {
        // What is refused for its address counts for nobody else, so that one address cannot lock an operator out.
        for (const kind of ['address', 'pair', 'email'] as const) {
          const { attempts, began_at } = await db
            .insertInto('operator_sign_in_attempts')
            .values({ subject: subjects[kind], attempts: 1, began_at: now })
            .onConflict((conflict) =>
              conflict.column('subject').doUpdateSet({ attempts: sql<number>`operator_sign_in_attempts.attempts + 1` }),
            )
            .returning(['attempts', 'began_at'])
            .executeTakeFirstOrThrow();
          if (attempts > LIMITS[kind]) {
            const seconds = Math.max(1, Math.ceil((Number(began_at) + WINDOW - now) / 1_000));
            return { seconds, first: attempts === LIMITS[kind] + 1 };
          }
        }
        return undefined;
      });
    },
    async succeeded(attempt) {
      const { pair, email, address } = subjectsOf(attempt);
      await database.kysely.deleteFrom('operator_sign_in_attempts').where('subject', 'in', [pair, email]).execute();
      await countLess([address]);
    },
    takeBack: (attempt) => countLess(Object.values(subjectsOf(attempt))),
  };
}
