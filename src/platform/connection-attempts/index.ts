export {
  ATTEMPT_STATUSES,
  type AttemptFailure,
  type AttemptStatus,
  type ConnectionAttempt,
  type PendingSignIn,
} from './attempt.ts';
export {
  ATTEMPT_LIFE,
  type ConnectionAttempts,
  createConnectionAttempts,
  MOST_ATTEMPTS,
  newState,
  type SignInStart,
} from './service.ts';
