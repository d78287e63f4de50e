import type { Clock } from '../../kernel/index.ts';
import type { Sealer } from '../../storage/index.ts';
import { type SigningSecrets, secretBinding, type Webhook } from './webhook.ts';

/** Seals and opens the signing secrets of webhooks. */
export interface SecretKeeper {
  seal(webhook: Pick<Webhook, 'projectId' | 'id'>, secrets: SigningSecrets): string;
  /** The secret that is current. @throws PatchbayError `sealed_value_broken`, `encryption_key_missing` */
  current(webhook: Webhook): string;
  /** Those that sign now, the current one first. @throws PatchbayError as {@link SecretKeeper.current} */
  signing(webhook: Webhook): readonly [string, ...string[]];
  /** Until when the one before signs too (milliseconds since 1970); null when it does not. */
  previousUntil(webhook: Webhook): number | null;
}

/** Makes the keeper. */
export function createSecretKeeper(sealer: Sealer, clock: Clock): SecretKeeper {
  const open = (webhook: Webhook): SigningSecrets =>
    JSON.parse(sealer.open(webhook.secretSealed, secretBinding(webhook))) as SigningSecrets;
  const previous = (webhook: Webhook): SigningSecrets['previous'] => {
    const found = open(webhook).previous;
    return found !== null && found.until > clock.now() ? found : null;
  };
  return {
    seal: (webhook, secrets) => sealer.seal(JSON.stringify(secrets), secretBinding(webhook)),
    current: (webhook) => open(webhook).current,
    signing(webhook) {
      const before = previous(webhook);
      return before === null ? [open(webhook).current] : [open(webhook).current, before.secret];
    },
    previousUntil: (webhook) => previous(webhook)?.until ?? null,
  };
}
