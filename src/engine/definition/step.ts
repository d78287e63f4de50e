import type { FieldDefinition } from './field.ts';
import type { Expression, Plain, PlainRecord } from './plain.ts';

/** One step of an action. */
export interface StepDefinition {
  readonly stepId: string;
  readonly description?: string;
  /** Present unless `stepFunctions` is. */
  readonly stepFunction?: StepFunctionDefinition;
  /** Run in sequence for each item; only with `iterator`. */
  readonly stepFunctions?: readonly StepFunctionDefinition[];
  readonly condition?: Expression;
  readonly iterator?: Expression;
  readonly ignoreError?: boolean;
  readonly async?: boolean;
  readonly successCriteria?: Expression;
  readonly onConditionError?: boolean | 'break';
}

/** A call of a step function. */
export interface StepFunctionDefinition {
  readonly functionName: string;
  /** `1` where the author left it out. */
  readonly version: string;
  /** As written, texts unevaluated; empty where the author left them out. */
  readonly parameters: PlainRecord;
  /** `parameters.fields` in the normalised form, where it is a list of fields (map_fields and typecast). */
  readonly fields?: readonly FieldDefinition[];
}

/** A rewrite of a provider's error answer (parameter `customErrors` of request functions). */
export interface CustomErrorDefinition {
  readonly receivedStatus: number;
  readonly targetStatus: number;
  readonly message?: Expression;
  readonly condition?: Expression;
}

/** An argument of a request function (parameter `args`). */
export interface RequestArgDefinition {
  readonly name: Expression;
  readonly value: Plain;
  readonly in: 'query' | 'body' | 'headers';
  readonly condition?: Expression;
  readonly arrayFormat?: 'repeat' | 'brackets' | 'comma' | 'stringify';
  readonly spread?: boolean;
  readonly inline?: boolean;
}
