import type { DataSyncDefinition } from './data-sync.ts';
import type { FieldDefinition } from './field.ts';
import type { InputDefinition } from './input.ts';
import type { Plain, PlainRecord, ReleaseStage } from './plain.ts';
import type { StepDefinition } from './step.ts';

/** An action of the connector. */
export interface ActionDefinition {
  /** Unique in the connector. */
  readonly actionId: string;
  /** Falls back to the action id. */
  readonly label: string;
  /** Empty where the author left it out. */
  readonly description: string;
  readonly details?: string;
  readonly resources?: string;
  readonly categories: readonly string[];
  readonly actionType?: ActionType;
  readonly schemaType?: 'native' | 'unified';
  /** Unified model as written, for example `employees` or `hris/employees`. */
  readonly schema?: string;
  readonly effects: readonly string[];
  readonly annotations?: AnnotationsDefinition;
  readonly executionMode?: 'sync' | 'async';
  readonly tags: readonly string[];
  readonly releaseStage?: ReleaseStage;
  readonly examples: readonly Plain[];
  readonly entrypointUrl?: string;
  /** Upper case. */
  readonly entrypointHttpMethod?: string;
  readonly inputs: readonly InputDefinition[];
  readonly validationRules: readonly ValidationRule[];
  readonly requiredScopes: readonly string[];
  /** Auth key → scopes it needs for this action. */
  readonly authRequirements?: Readonly<Record<string, readonly string[]>>;
  readonly fieldConfigs?: readonly FieldDefinition[];
  readonly cursor?: { readonly enabled?: boolean; readonly pageSize?: number };
  readonly compositeIdentifiers?: CompositeIdentifiersDefinition;
  /** Step ids are unique in the action. */
  readonly steps: readonly StepDefinition[];
  /** A bare expression is normalised to `{data: expression}`. */
  readonly result?: ResultDefinition;
  readonly responses?: ResponsesDefinition;
  readonly dataSync?: DataSyncDefinition;
  readonly providerEvents?: Plain;
  readonly prerequisiteActions?: Plain;
  readonly requiresManualSetup?: Plain;
}

/** What an action does, in one word. */
export type ActionType =
  | 'list'
  | 'get'
  | 'create'
  | 'update'
  | 'delete'
  | 'custom'
  | 'refresh_token'
  | 'test'
  | 'event'
  | 'unknown';

/** Behaviour hints for agents. */
export interface AnnotationsDefinition {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/** A rule over several inputs. */
export type ValidationRule =
  | {
      readonly rule: 'atLeastOneOf' | 'mutuallyExclusive';
      readonly fields: readonly string[];
      readonly errorMessage?: string;
    }
  | {
      readonly rule: 'requiredIf';
      readonly field: string;
      readonly condition: {
        readonly field: string;
        readonly equals?: Plain;
        readonly notEquals?: Plain;
        readonly present?: boolean;
      };
      readonly errorMessage?: string;
    };

/** Ids made of several provider ids. */
export interface CompositeIdentifiersDefinition {
  readonly enabled: boolean;
  readonly version?: number;
  readonly fields: readonly {
    readonly targetFieldKey: string;
    readonly remote?: string;
    readonly components: readonly { readonly name: string; readonly alias?: string }[];
  }[];
}

/** What an action answers. Strings inside are expressions or literals. */
export interface ResultDefinition {
  readonly data?: Plain;
  readonly message?: Plain;
  /** Cursor of the next page. */
  readonly next?: Plain;
}

/** Documented answers of an action. */
export interface ResponsesDefinition {
  readonly success?: PlainRecord;
  readonly errors?: PlainRecord;
}
