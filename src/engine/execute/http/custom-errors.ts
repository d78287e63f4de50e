import type { CompileScope } from '../../compile/scope.ts';
import { compileValue, type Value } from '../../compile/value.ts';
import { isRecord } from '../records.ts';
import { reasonPhrase } from './error-message.ts';

interface Rule {
  readonly receivedStatus: number;
  readonly targetStatus: number;
  readonly message?: Value;
  readonly condition?: Value;
}

/** What a rule made of an answer. */
export interface Rewritten {
  readonly status: number;
  readonly message: string;
}

/** Rewrites statuses of answers; yields nothing where no rule applies. */
export type StatusRewriter = (
  status: number,
  response: () => Readonly<Record<string, unknown>>,
) => Rewritten | undefined;

const NEVER: StatusRewriter = () => undefined;

function compileRule(source: unknown, scope: CompileScope): Rule | undefined {
  if (!isRecord(source)) return undefined;
  const { receivedStatus, targetStatus, message, condition } = source;
  const options = { compat: scope.compat };
  return {
    receivedStatus: Number(receivedStatus),
    targetStatus: Number(targetStatus),
    ...(message === undefined ? {} : { message: compileValue(message, options) }),
    ...(condition === undefined ? {} : { condition: compileValue(condition, options) }),
  };
}

/**
 * Compiles the `customErrors` of a request: the first rule for the received status whose condition is exactly true on the
 * answer (`data`, `status`, `headers`, …) gives the new status and message.
 */
export function compileCustomErrors(source: unknown, scope: CompileScope): StatusRewriter {
  if (!Array.isArray(source)) return NEVER;
  const rules = source.map((rule) => compileRule(rule, scope)).filter((rule) => rule !== undefined);
  if (rules.length === 0) return NEVER;
  return (status, response) => {
    for (const rule of rules) {
      if (rule.receivedStatus !== status) continue;
      if (rule.condition !== undefined && rule.condition.get(response()) !== true) continue;
      const message = rule.message?.get(response());
      return {
        status: rule.targetStatus,
        message: message === undefined || message === null ? reasonPhrase(rule.targetStatus) : String(message),
      };
    }
    return undefined;
  };
}
