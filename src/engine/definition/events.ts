import type { ActionDefinition, ResultDefinition } from './action.ts';
import type { GuideDefinition } from './auth-form.ts';
import type { Expression } from './plain.ts';
import type { StepDefinition } from './step.ts';

/** Events the provider sends. */
export interface EventsDefinition {
  readonly setup?: EventSetupDefinition;
  readonly guides?: { readonly setup?: GuideDefinition };
  readonly actions: readonly ActionDefinition[];
  readonly router?: EventRouterDefinition;
  /** Bare expression (no braces) over the delivery that yields the provider's account id. */
  readonly externalAccountIdExtractor?: { readonly result: Expression };
}

/** How a subscription at the provider is made, started and ended. */
export interface EventSetupDefinition {
  readonly creation?: EventSetupFlow;
  readonly activation?: EventSetupFlow;
  readonly deletion?: EventSetupFlow;
  readonly isConsolidated?: boolean;
}

/** Steps run at one moment of a subscription's life. */
export interface EventSetupFlow {
  readonly steps: readonly StepDefinition[];
  readonly result?: ResultDefinition;
}

/** How deliveries become events. Expressions are bare (no braces). */
export interface EventRouterDefinition {
  /** Tried once on the whole delivery. */
  readonly delivery: readonly EventRuleDefinition[];
  /** Where the list of events is in a delivery. */
  readonly itemsPath?: Expression;
  /** Tried on each event. */
  readonly rules: readonly EventRuleDefinition[];
}

/** One routing rule; the first whose `when` holds wins. */
export interface EventRuleDefinition {
  readonly when: Expression;
  readonly action: string;
  /** Input name → bare expression. */
  readonly input?: Readonly<Record<string, Expression>>;
}
