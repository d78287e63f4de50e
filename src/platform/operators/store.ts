import type { Database, OperatorsTable } from '../../storage/index.ts';

/** A person who runs this installation. */
export interface Operator {
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  /** Set while the password was given by somebody else: when it stops working. */
  readonly oneTimeUntil: number | null;
  /** May do everything, in every project. */
  readonly isOwner: boolean;
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

/** An operator with what only signing in needs. */
export interface StoredOperator extends Operator {
  readonly passwordHash: string;
}

/** Rows of `operators`. */
export interface OperatorStore {
  insert(operator: StoredOperator): Promise<void>;
  find(id: string): Promise<StoredOperator | undefined>;
  findByEmail(email: string): Promise<StoredOperator | undefined>;
  any(): Promise<boolean>;
  setPassword(id: string, passwordHash: string, oneTimeUntil: number | null, now: number): Promise<void>;
  noteSignIn(id: string, now: number): Promise<void>;
}

const toOperator = (row: OperatorsTable): StoredOperator =>
  Object.freeze({
    id: row.id,
    email: row.email,
    passwordHash: row.password_hash,
    oneTimeUntil: row.one_time_until === null ? null : Number(row.one_time_until),
    isOwner: row.is_owner === 1,
    createdAt: Number(row.created_at),
    lastSignInAt: row.last_sign_in_at === null ? null : Number(row.last_sign_in_at),
  });

/** Makes the store over a connection or an open transaction. */
export function createOperatorStore(kysely: Database['kysely']): OperatorStore {
  const all = () => kysely.selectFrom('operators').selectAll();
  return {
    async insert(operator) {
      await kysely
        .insertInto('operators')
        .values({
          id: operator.id,
          email: operator.email,
          password_hash: operator.passwordHash,
          one_time_until: operator.oneTimeUntil,
          is_owner: operator.isOwner ? 1 : 0,
          created_at: operator.createdAt,
          updated_at: operator.createdAt,
          last_sign_in_at: operator.lastSignInAt,
        })
        .execute();
    },
    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toOperator(row);
    },
    async findByEmail(email) {
      const row = await all().where('email', '=', email).executeTakeFirst();
      return row && toOperator(row);
    },
    any: async () => (await kysely.selectFrom('operators').select('id').limit(1).execute()).length > 0,
    async setPassword(id, passwordHash, oneTimeUntil, now) {
      await kysely
        .updateTable('operators')
        .set({ password_hash: passwordHash, one_time_until: oneTimeUntil, updated_at: now })
        .where('id', '=', id)
        .execute();
    },
    async noteSignIn(id, now) {
      await kysely.updateTable('operators').set({ last_sign_in_at: now }).where('id', '=', id).execute();
    },
  };
}
