import { createSecretKey, type KeyObject } from 'node:crypto';
import { newSecret } from '../../kernel/index.ts';
import type { Database, Sealer } from '../../storage/index.ts';

const NAME = 'api_key_pepper';

/**
 * The secret that API keys are hashed with. It is made once, sealed, and kept in the database, so that every process
 * on the database shares it and a copy of the database alone does not allow guessing keys.
 */
export async function loadPepper(database: Database, sealer: Sealer): Promise<KeyObject> {
  await database.kysely
    .insertInto('server_meta')
    .values({ key: NAME, value: sealer.seal(newSecret(), NAME) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const row = await database.kysely
    .selectFrom('server_meta')
    .select('value')
    .where('key', '=', NAME)
    .executeTakeFirstOrThrow();
  return createSecretKey(Buffer.from(sealer.open(row.value, NAME), 'base64url'));
}
