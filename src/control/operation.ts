import { Ajv } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { describeViolations } from '../http/index.ts';
import { fail } from '../kernel/index.ts';
import type { Actor } from '../platform/audit/index.ts';
import type { ControlParts } from './parts.ts';

/** Something that can be done on the server's machine, in the running server or without one. */
export interface Operation<Input extends TSchema = TSchema, Result = unknown> {
  /** `keys.create`; fixed, as a command and a server of two versions may meet. */
  readonly name: string;
  /** What it is given; checked before it runs. */
  readonly input: Input;
  /** Does it. Input and result travel as JSON; secrets in the result are shown once and kept by nobody. */
  run(parts: ControlParts, input: Static<Input>, actor: Actor): Promise<Result>;
}

/** Declares an operation; list it in `operations/index.ts`. */
export const operation = <Input extends TSchema, Result>(it: Operation<Input, Result>): Operation<Input, Result> => it;

/** The person at the command line, as the audit log names them. */
export const commandActor = (user: { readonly uid: number; readonly name: string }): Actor => ({
  type: 'command',
  id: String(user.uid),
  name: user.name,
  ip: null,
});

/** Who asks: the user of the operating system. Only that user and the administrator can reach the channel. */
export interface CommandUser {
  readonly uid: number;
  readonly name: string;
}

const ajv = new Ajv({ strict: false, allErrors: true });

/**
 * Runs one of the operations by its name: the one path of commands, with a running server and without.
 * @throws PatchbayError `operation_unknown`, `validation_failed`, and what the operation throws
 */
export async function perform(
  operations: readonly Operation[],
  parts: ControlParts,
  { name, input, user }: { readonly name: string; readonly input: unknown; readonly user: CommandUser },
): Promise<unknown> {
  const found = operations.find((one) => one.name === name);
  if (found === undefined) throw fail('operation_unknown', { name });
  const check = ajv.compile(found.input);
  if (!check(input)) {
    const errors = describeViolations(check.errors ?? [], 'input');
    throw fail('validation_failed', { summary: errors.join(' ') }, { errors });
  }
  return found.run(parts, input, commandActor(user));
}
