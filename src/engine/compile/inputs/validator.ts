import type { ValidateFunction } from 'ajv';
import type { ActionDefinition, InputDefinition } from '../../definition.ts';
import { type Fields, isRecord, setOwn } from '../../execute/records.ts';
import { didYouMean } from '../../parse/nearest.ts';
import type { CompiledAction, GroupedInputs, InputIssue } from '../../program.ts';
import { compileSchema } from './ajv.ts';
import { coerceInput } from './coerce.ts';
import { issuesOf } from './messages.ts';
import { checkRules } from './rules.ts';
import { groupOf, INPUT_GROUPS, type InputGroup, type JsonSchema } from './schema.ts';

type Validate = CompiledAction['validateInputs'];

const MOST_UNKNOWN = 20;

interface Declared {
  readonly input: InputDefinition;
  readonly group: InputGroup;
}

/** Values of a group in their declared types, and those nobody declared. */
interface Sorted {
  readonly known: Fields;
  readonly unknown: readonly string[];
}

function sortGroup(group: InputGroup, given: Readonly<Fields>, declared: ReadonlyMap<string, InputDefinition>): Sorted {
  const known: Fields = {};
  const unknown: string[] = [];
  for (const name of Object.keys(given)) {
    const input = declared.get(name);
    const value = given[name];
    if (input === undefined) {
      if (value !== undefined) unknown.push(name);
    } else if (value !== undefined && (value !== null || group === 'body')) {
      setOwn(known, name, group === 'body' ? value : coerceInput(value, input));
    }
  }
  return { known, unknown };
}

const isEmptyPath = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

/**
 * Makes the input check of an action. The schema is compiled on the first check, so that loading a connector stays fast.
 *
 * Unknown inputs are refused with a suggestion, except headers, and query inputs that resemble no declared one; list
 * actions take any query input, since providers know more filters than authors declare.
 */
export function inputValidator(action: ActionDefinition, schema: () => JsonSchema): Validate {
  const declared: readonly Declared[] = action.inputs.map((input) => ({ input, group: groupOf(input, action) }));
  const byGroup = new Map<InputGroup, ReadonlyMap<string, InputDefinition>>(
    INPUT_GROUPS.map((group) => [
      group,
      new Map(declared.filter((item) => item.group === group).map(({ input }) => [input.name, input])),
    ]),
  );
  const groupByName = new Map(declared.map(({ input, group }) => [input.name, group] as const).reverse());
  const pathOf = (name: string): string => `${groupByName.get(name) ?? 'body'}.${name}`;
  const usedGroups = INPUT_GROUPS.filter((group) => byGroup.get(group)?.size);
  const isList = action.actionType === 'list';
  let check: ValidateFunction | undefined;

  const unknownIssue = (group: InputGroup, name: string): InputIssue | undefined => {
    const elsewhere = groupByName.get(name);
    const path = `${group}.${name}`;
    if (elsewhere !== undefined) return { path, message: `is an unknown input here: it belongs in ${elsewhere}` };
    const suggestion = didYouMean(name, byGroup.get(group)?.keys() ?? []) || didYouMean(name, groupByName.keys());
    if (group === 'query' && suggestion === '') return undefined;
    return { path, message: `is an unknown input.${suggestion}` };
  };

  return (grouped: GroupedInputs) => {
    const issues: InputIssue[] = [];
    const checked: Fields = {};
    for (const group of usedGroups) checked[group] = {};
    const inputs: Fields = {};
    if (!isRecord(grouped)) return { ok: false, issues: [{ path: '', message: 'must be an object of inputs' }] };
    for (const group of [...INPUT_GROUPS].reverse()) {
      const given: unknown = grouped[group];
      if (given === undefined || given === null) continue;
      if (!isRecord(given)) {
        issues.push({ path: group, message: 'must be an object' });
        continue;
      }
      const { known, unknown } = sortGroup(group, given, byGroup.get(group) ?? new Map());
      if (byGroup.get(group)?.size) checked[group] = known;
      for (const name of Object.keys(known)) setOwn(inputs, name, known[name]);
      if (group === 'headers') continue;
      for (const name of unknown) {
        const issue = group === 'query' && isList && !groupByName.has(name) ? undefined : unknownIssue(group, name);
        if (issue === undefined) {
          if (!Object.hasOwn(inputs, name) && name !== '__proto__') inputs[name] = given[name];
        } else if (issues.length < MOST_UNKNOWN) issues.push(issue);
      }
    }
    if (declared.length > 0) {
      check ??= compileSchema(schema());
      if (!check(checked) && check.errors) issues.push(...issuesOf(check.errors));
      for (const name of Object.keys(isRecord(grouped.path) ? grouped.path : {})) {
        if (isEmptyPath(inputs[name]) && groupByName.get(name) === 'path')
          issues.push({ path: `path.${name}`, message: 'must not be empty' });
      }
    }
    if (issues.length === 0) issues.push(...checkRules(action.validationRules, inputs, pathOf));
    return issues.length === 0 ? { ok: true, inputs } : { ok: false, issues };
  };
}
