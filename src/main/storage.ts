import {
  assertKeysOpen,
  createSealer,
  loadOrCreateKeyFile,
  openDatabase,
  parseEncryptionKeys,
  type Rotated,
  type RotateOptions,
  rotateEncryptionKeys,
} from '../storage/index.ts';
import type { Base } from './base.ts';

/** The database, brought up to date, and what seals its secrets. */
export type Storage = Awaited<ReturnType<typeof openStorage>>;

/** Opens the storage. @throws PatchbayError when it cannot be opened, or its secrets cannot */
export async function openStorage({ config, clock, logger, onStop }: Base) {
  const location =
    config.databaseUrl === undefined
      ? ({ kind: 'sqlite', dir: config.dataDir } as const)
      : ({ kind: 'postgres', url: config.databaseUrl } as const);
  const database = await openDatabase({ ...location, clock, logger });
  onStop(() => database.close());
  const sealer = createSealer(
    config.encryptionKeys === undefined
      ? loadOrCreateKeyFile(config.dataDir).keys
      : parseEncryptionKeys(config.encryptionKeys),
  );
  await assertKeysOpen(database, sealer);
  const keyDir = config.encryptionKeys === undefined ? config.dataDir : undefined;
  const rotateKeys = (how?: RotateOptions): Promise<Rotated> => rotateEncryptionKeys({ database, sealer, keyDir }, how);
  return { kind: location.kind, database, sealer, keyDir, rotateKeys };
}
