export { type Clock, systemClock, toIso } from './clock.ts';
export { decodeCursor, encodeCursor, type ListPosition } from './cursor.ts';
export { ERROR_TABLE, type ErrorCode, type ErrorRow } from './error-table.ts';
export {
  type ErrorExtras,
  type ErrorParams,
  fail,
  isPatchbayError,
  PatchbayError,
  type ProviderError,
  reasonOf,
} from './errors.ts';
export { firstTimeUuid, newId, newSecret, newTimeUuid, newUuid } from './ids.ts';
export { type Logger, silentLogger } from './logger.ts';
export { isSecretName, MASK, redact, redactRecord, redactText, redactUrl } from './redact.ts';
export { inRounds } from './rounds.ts';
export { sameText } from './same-text.ts';
