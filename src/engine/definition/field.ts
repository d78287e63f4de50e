import type { Expression, Plain } from './plain.ts';

/** Type of a mapped field. */
export type FieldType = 'string' | 'number' | 'boolean' | 'datetime_string' | 'enum' | 'object';

/** A mapped field: of `fieldConfigs`, of `parameters.fields`, or a property of one. Missing `array` and `custom` are `false`. */
export interface FieldDefinition {
  readonly targetFieldKey: string;
  readonly type: FieldType;
  readonly expression?: Expression;
  /** Templates evaluated in place of an expression. */
  readonly values?: Plain;
  readonly array: boolean;
  readonly custom: boolean;
  readonly hidden?: boolean;
  /** Short name inside composite ids. */
  readonly alias?: string;
  readonly enumMapper?: EnumMapperDefinition;
  readonly properties?: readonly FieldDefinition[];
  readonly requiredScopes: readonly string[];
}

/** How an enum's value is found: rules in order, or the name of a built-in matcher. */
export interface EnumMapperDefinition {
  readonly matcher: string | readonly { readonly matchExpression: Expression; readonly value: string }[];
}
