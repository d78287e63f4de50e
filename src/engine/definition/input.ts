import type { ValueFormat } from './plain.ts';

/** Type of an input. */
export type InputType = 'string' | 'number' | 'boolean' | 'datetime_string' | 'object' | 'enum';

/** What an input's value may look like; shared by inputs, their properties and their variants. */
export interface InputShape {
  /** Absent only beside `variants`. */
  readonly type?: InputType;
  readonly description?: string;
  /** `false` where the author left it out. */
  readonly array: boolean;
  readonly properties?: readonly InputProperty[];
  readonly oneOf?: { readonly values?: readonly (string | number | boolean)[]; readonly ref?: string };
  readonly rules?: InputRules;
}

/** A property of an object input. */
export interface InputProperty extends InputShape {
  readonly name: string;
  /** `false` where the author left it out. */
  readonly required: boolean;
  readonly variants?: readonly InputShape[];
}

/** An input of an action. */
export interface InputDefinition extends InputProperty {
  /** `query` for GET-like and `body` for other actions is the caller's habit; absent where the author left it out. */
  readonly in?: 'body' | 'query' | 'path' | 'headers';
}

/** Limits of an input's value. */
export interface InputRules {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: ValueFormat;
  readonly min?: number;
  readonly max?: number;
  readonly errorMessage?: string;
}
