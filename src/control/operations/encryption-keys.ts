import { Type } from 'typebox';
import { type Rotated, rotateEncryptionKeys } from '../../storage/index.ts';
import { operation } from '../operation.ts';

/** `encryption-keys rotate`: seals everything with a new key, in the running server too. */
export const rotateEncryption = operation({
  name: 'encryption-keys.rotate',
  input: Type.Object({ resume: Type.Boolean(), remove_old: Type.Boolean() }, { additionalProperties: false }),
  async run({ database, sealer, keyDir, audit }, { resume, remove_old: removeOld }, actor): Promise<Rotated> {
    const result = await rotateEncryptionKeys({ database, sealer, keyDir }, { resume, removeOld });
    const { keyId, newKey, resealed, remaining, removedKeys } = result;
    await audit.record({
      projectId: null,
      actor,
      action: 'encryption_key.rotated',
      target: { type: 'encryption_key', id: keyId },
      details: { new_key: newKey, resealed, remaining, removed_keys: removedKeys },
    });
    return result;
  },
});
