import { isDeepStrictEqual } from 'node:util';
import type { ValidationRule } from '../../definition.ts';
import { isMissing } from '../../execute/records.ts';
import type { InputIssue } from '../../program.ts';

type Inputs = Readonly<Record<string, unknown>>;

const given = (inputs: Inputs, name: string): boolean => Object.hasOwn(inputs, name) && !isMissing(inputs[name]);
const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function isRequired(rule: Extract<ValidationRule, { rule: 'requiredIf' }>, inputs: Inputs): boolean {
  const { field, equals, notEquals, present } = rule.condition;
  if (present !== undefined) return given(inputs, field) === present;
  if (equals !== undefined) return isDeepStrictEqual(inputs[field], equals);
  if (notEquals !== undefined) return given(inputs, field) && !isDeepStrictEqual(inputs[field], notEquals);
  return given(inputs, field);
}

function check(rule: ValidationRule, inputs: Inputs): string | undefined {
  switch (rule.rule) {
    case 'atLeastOneOf':
      return rule.fields.some((name) => given(inputs, name))
        ? undefined
        : `at least one of ${listed(rule.fields)} is required`;
    case 'mutuallyExclusive': {
      const together = rule.fields.filter((name) => given(inputs, name));
      return together.length < 2 ? undefined : `${listed(together)} cannot be given together`;
    }
    case 'requiredIf': {
      if (given(inputs, rule.field) || !isRequired(rule, inputs)) return undefined;
      return `is required because of "${rule.condition.field}"`;
    }
  }
}

/**
 * Checks rules over several inputs.
 * @param pathOf where an input stands, for example `body.email`
 */
export function checkRules(
  rules: readonly ValidationRule[],
  inputs: Inputs,
  pathOf: (name: string) => string,
): InputIssue[] {
  const issues: InputIssue[] = [];
  for (const rule of rules) {
    const message = check(rule, inputs);
    if (message === undefined) continue;
    const field = rule.rule === 'requiredIf' ? rule.field : (rule.fields[0] ?? '');
    issues.push({ path: pathOf(field), message: rule.errorMessage ?? message });
  }
  return issues;
}
