import type { Account } from '../../platform/accounts/index.ts';
import type { ConnectSession } from '../../platform/connect-sessions/index.ts';
import { type FieldValues, readFields } from '../credentials.ts';
import { changedFields, type LinkParts, offerOfAccount } from '../link-account.ts';
import { findOffer, type Offer } from '../offers.ts';

/** What a sign-in is about. */
export interface SignInSubject {
  readonly offer: Offer;
  /** The account that gets new tokens; undefined when one is being linked. */
  readonly account: Account | undefined;
  /** Checked values of the form. */
  readonly fields: FieldValues;
}

/**
 * Finds what a sign-in is about and checks the form. A session for an account edits it, unless something else was chosen.
 * @throws PatchbayError `auth_config_not_found`, `credentials_invalid`
 */
export async function subjectOf(
  session: ConnectSession,
  authConfigId: string,
  values: Readonly<Record<string, string>>,
  parts: LinkParts,
): Promise<SignInSubject> {
  const named =
    session.accountId === null || session.multiple
      ? undefined
      : await parts.accounts.get(session.projectId, session.accountId);
  if (named !== undefined && named.authConfigId === authConfigId) {
    const offer = await offerOfAccount(named, parts);
    return { offer, account: named, fields: changedFields(named, offer, values, parts) };
  }
  const offer = await findOffer(session, authConfigId, parts);
  const fields = readFields(offer.method, values, parts.authConfigs.setupValues(offer.config));
  return { offer, account: undefined, fields };
}
