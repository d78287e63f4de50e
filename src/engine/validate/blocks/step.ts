import type { FieldDefinition, PlainRecord, StepDefinition, StepFunctionDefinition } from '../../definition.ts';
import { type Located, type LocatedMapping, quote, toPlain } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { parametersOf, STEP_FUNCTIONS } from '../functions/registry.ts';
import type { Block } from '../kinds/block.ts';
import { list } from '../kinds/collections.ts';
import { expression } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, optional, required } from '../kinds/mapping.ts';
import { bool, oneOf, text, wrongType } from '../kinds/scalars.ts';
import { type Path, under } from '../path.ts';
import { checkUnique } from '../rules/unique.ts';
import { filled, identifier } from './common.ts';

const stepIdentifier = identifier('a step id', 'warning');

/** `onConditionError`. */
const conditionError: Kind<boolean | 'break'> = {
  expects: 'true, false or "break"',
  read(node, path, context) {
    if (node.kind === 'scalar' && (typeof node.value === 'boolean' || node.value === 'break')) return node.value;
    return wrongType(node, path, context, 'true, false or "break"');
  },
};

/** A version may be written as a number. */
const version: Kind<string> = {
  expects: 'a version',
  read(node, path, context) {
    if (node.kind === 'scalar' && typeof node.value === 'number') return String(node.value);
    return text().read(node, path, context);
  },
};

/** Parameters are read by the function's own table; see below. */
const anyParameters: Kind<PlainRecord> = {
  expects: 'a mapping of parameters',
  read(node, path, context) {
    return node.kind === 'mapping'
      ? (toPlain(node) as PlainRecord)
      : wrongType(node, path, context, 'a mapping of parameters');
  },
};

interface WrittenFunction {
  readonly functionName: string;
  readonly version?: string;
  readonly parameters?: PlainRecord;
}

const writtenFunction = block<WrittenFunction>({
  what: 'a step function',
  keys: { functionName: required(filled), version: optional(version), parameters: optional(anyParameters) },
  belongs: Object.fromEntries(
    [
      'url',
      'method',
      'args',
      'response',
      'baseUrl',
      'authorization',
      'customErrors',
      'iterator',
      'fields',
      'dataSource',
      'values',
    ].map((key) => [key, '"parameters"']),
  ),
});

const stepFunction: Kind<StepFunctionDefinition> = {
  expects: 'a step function',
  read(node, path, context) {
    const written = writtenFunction.read(node, path, context);
    if (written?.functionName === undefined || node.kind !== 'mapping') return undefined;
    const { functionName } = written;
    const read = readParameters(node, functionName, written.version, path, context);
    const fields = read !== undefined && 'fields' in read && Array.isArray(read.fields) ? read.fields : undefined;
    return {
      functionName,
      version: written.version ?? '1',
      parameters: written.parameters ?? {},
      ...(fields ? { fields: fields as readonly FieldDefinition[] } : {}),
    };
  },
};

/** Checks name and version of a function and reads its parameters by its own table. */
function readParameters(
  node: LocatedMapping,
  name: string,
  written: string | undefined,
  path: Path,
  context: Context,
): object | undefined {
  const nameEntry = node.entries.get('functionName')!;
  const namePath = under(path, 'functionName', nameEntry);
  if (!Object.hasOwn(STEP_FUNCTIONS, name)) {
    const names = Object.keys(STEP_FUNCTIONS);
    const meant = context.suggest(name, names);
    context.report(
      'unknown-step-function',
      nameEntry.value,
      namePath,
      `There is no step function ${quote(name)}.${meant}`,
      {
        help: `Step functions: ${names.join(', ')}.`,
      },
    );
    return undefined;
  }
  const versions = STEP_FUNCTIONS[name]!;
  const known = Object.keys(versions);
  const chosen = written ?? '1';
  if (!Object.hasOwn(versions, chosen)) {
    const entry = node.entries.get('version')!;
    const message = `${name} has no version ${quote(chosen)}; it has ${oneOf(known)}.`;
    context.report('unknown-function-version', entry.value, under(path, 'version', entry), message);
    return undefined;
  }
  const entry = node.entries.get('parameters');
  const given = entry?.value.kind === 'mapping' ? entry.value : undefined;
  if (written === undefined && known.length > 1) {
    if (given === undefined || given.entries.size === 0) return undefined;
    const message = `${name} without a version is version 1, which works on the result of the action and ignores its parameters.`;
    context.report('first-version-mapping', nameEntry.value, namePath, message, { help: 'Add version: "2".' });
    return undefined;
  }
  const kind = parametersOf(versions[chosen]!);
  if (given) return kind.read(given, under(path, 'parameters', entry), context);
  if (entry && !isNothing(entry.value)) return undefined;
  const { source, start, end } = nameEntry.value;
  const none: LocatedMapping = { kind: 'mapping', entries: new Map(), refs: [], weight: 0, source, start, end };
  return kind.read(none, under(path, 'parameters', nameEntry.value), context);
}

const isNothing = (node: Located): boolean => node.kind === 'scalar' && node.value === null;

const step = block<StepDefinition>({
  what: 'a step',
  keys: {
    stepId: required(stepIdentifier),
    description: optional(text()),
    stepFunction: optional(stepFunction),
    stepFunctions: optional(list(stepFunction, 'step functions', { least: 1 })),
    condition: optional(expression({ mayBeEmpty: false })),
    iterator: optional(expression({ mayBeEmpty: false })),
    ignoreError: optional(bool),
    async: optional(bool),
    successCriteria: optional(expression({ mayBeEmpty: false })),
    onConditionError: optional(conditionError),
  },
  belongs: {
    functionName: '"stepFunction"',
    parameters: '"stepFunction"',
    version: '"stepFunction"',
    url: '"stepFunction.parameters"',
    args: '"stepFunction.parameters"',
    response: '"stepFunction.parameters"',
  },
  check: checkFunctions,
});

function checkFunctions(_value: Partial<StepDefinition>, at: Block): void {
  const one = at.entry('stepFunction');
  const many = at.entry('stepFunctions');
  if (one && many) {
    const { span, path } = at.placeOf('stepFunctions');
    at.context.report('conflicting-keys', span, path, 'A step has "stepFunction" or "stepFunctions", not both.');
  } else if (many && !at.entry('iterator')) {
    const { span, path } = at.placeOf('stepFunctions');
    at.context.report(
      'conflicting-keys',
      span,
      path,
      '"stepFunctions" run for each item of an "iterator", which this step lacks.',
    );
  }
  at.need(['stepFunction', 'stepFunctions'], 'A step needs the key "stepFunction".');
  if (at.entry('onConditionError') && !at.entry('condition')) {
    const { span, path } = at.placeOf('onConditionError');
    at.context.report('no-effect', span, path, '"onConditionError" has an effect beside "condition" only.');
  }
}

/** `steps`: each may refer to those before it and to itself. */
export const steps: Kind<readonly StepDefinition[]> = {
  expects: 'a list of steps',
  read(node, path, context) {
    if (node.kind !== 'list') return list(step, 'steps').read(node, path, context);
    checkUnique(node, 'stepId', 'step', path, context);
    const read = node.items.map((item, index) => {
      if (context.scope) context.scope.current = index;
      return step.read(item, under(path, index), context);
    });
    if (context.scope) context.scope.current = node.items.length;
    return read.filter((one) => one !== undefined);
  },
};
