import { Type } from 'typebox';
import { createOperators } from '../../platform/operators/index.ts';
import { operation } from '../operation.ts';

/** `operators reset-password`: a one-time password for somebody who lost theirs; ends their sign-ins. */
export const resetPassword = operation({
  name: 'operators.reset_password',
  input: Type.Object({ email: Type.String({ minLength: 3, maxLength: 254 }) }, { additionalProperties: false }),
  run: (parts, { email }, actor) => createOperators(parts).setPassword(email, undefined, actor),
});
