import type { AuthMethod, CompiledConnector, GuideSection, GuideStep } from '../../engine/index.ts';
import { actionScopes } from '../action-scopes.ts';

/** An action that can be chosen: one that needs scopes. */
export interface ChoosableAction {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly string[];
}

/** A scope that some action needs. */
export interface ListedScope {
  readonly name: string;
  readonly description: string;
}

/** What a reader chose, and what follows from it. */
export interface Selection {
  readonly choices: readonly ChoosableAction[];
  /** Every scope that any action or the way to connect itself needs. */
  readonly scopes: readonly ListedScope[];
  /** Ids of chosen actions that exist. */
  readonly actions: ReadonlySet<string>;
  /** Scopes needed whatever is chosen. */
  readonly always: readonly string[];
  /** Scopes chosen by name. */
  readonly named: readonly string[];
  /** Scopes that are needed; undefined while nothing is chosen, and then everything is shown. */
  readonly needed: ReadonlySet<string> | undefined;
}

/**
 * Reads what was chosen. Actions and scopes that the connector does not know are left out.
 * @param asked ids of actions and names of scopes, as they came with the request
 */
export function select(
  connector: CompiledConnector,
  method: AuthMethod,
  asked: { readonly actions: readonly string[]; readonly scopes: readonly string[] },
): Selection {
  const choices = [...connector.actions.values()]
    .filter(({ internal }) => !internal)
    .map((action) => ({ id: action.id, label: action.label, scopes: actionScopes(action, method) }))
    .filter(({ scopes }) => scopes.length > 0);
  const all = new Set([...method.requiredScopes, ...choices.flatMap(({ scopes }) => scopes)]);
  const known = connector.scopeDefinitions.filter(({ name }) => all.has(name));
  const described = new Set(known.map(({ name }) => name));
  const scopes = [
    ...known.map(({ name, description }) => ({ name, description })),
    ...[...all].filter((name) => !described.has(name)).map((name) => ({ name, description: '' })),
  ];
  const chosen = choices.filter(({ id }) => asked.actions.includes(id));
  const named = [...all].filter((name) => asked.scopes.includes(name));
  return {
    choices,
    scopes,
    actions: new Set(chosen.map(({ id }) => id)),
    always: method.requiredScopes,
    named,
    needed:
      chosen.length + named.length === 0
        ? undefined
        : new Set([...method.requiredScopes, ...named, ...chosen.flatMap((action) => action.scopes)]),
  };
}

/** Whether a part of a guide concerns the needed scopes; a part of no scope concerns everybody. */
const concerns = (scopes: readonly string[] = [], needed: Selection['needed']): boolean =>
  scopes.length === 0 || needed === undefined || scopes.some((scope) => needed.has(scope));

/** Whether a step is shown. */
export const showsStep = (step: GuideStep, { needed }: Selection): boolean => concerns(step.applicableScopes, needed);

/** Whether a section is shown; one whose steps all fall away goes too. */
export const showsSection = (section: GuideSection, selection: Selection): boolean =>
  concerns(section.applicableScopes, selection.needed) &&
  (section.steps === undefined ||
    section.steps.length === 0 ||
    section.steps.some((step) => showsStep(step, selection)));
