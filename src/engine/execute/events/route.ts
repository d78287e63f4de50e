import type { Compat } from '../../compile/scope.ts';
import type { EventRuleDefinition, EventsDefinition } from '../../definition.ts';
import { compileExpression } from '../../expressions/index.ts';
import type { CompiledAction, CompiledConnector } from '../../program.ts';
import { type Fields, setOwn } from '../records.ts';

/** A webhook delivery of a provider. */
export interface Delivery {
  readonly body: unknown;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly path: string;
  readonly method: string;
}

/** An event of a delivery and the action it is meant for. */
export interface RoutedEvent {
  /** As the connector names it. */
  readonly actionId: string;
  readonly action?: CompiledAction;
  readonly input: Readonly<Record<string, unknown>>;
  readonly event: unknown;
  readonly eventIndex: number;
}

/** What routing a delivery yields. */
export type Routing =
  | { readonly ok: true; readonly events: readonly RoutedEvent[] }
  | { readonly ok: false; readonly message: string };

type Evaluate = (scope: Readonly<Fields>) => unknown;

interface Rule {
  readonly when: Evaluate | undefined;
  readonly actionId: string;
  readonly input: readonly (readonly [string, Evaluate])[];
}

interface EventsProgram {
  readonly delivery: readonly Rule[];
  readonly itemsPath?: Evaluate;
  readonly rules: readonly Rule[];
  readonly accountId?: Evaluate;
  readonly actions: ReadonlyMap<string, CompiledAction>;
}

const makers = new WeakMap<CompiledConnector, () => EventsProgram>();

/** Compiles an expression that is written without braces. */
function bare(source: string, compat: Compat): Evaluate {
  const expression = compileExpression(`{{${source}}}`, { compat });
  return (scope) => expression.safe(scope);
}

function compileRule({ when, action, input }: EventRuleDefinition, compat: Compat): Rule {
  return {
    // A blank condition never holds.
    when: when.trim() === '' ? undefined : bare(when, compat),
    actionId: action,
    input: Object.entries(input ?? {}).map(([name, source]) => [name, bare(source, compat)] as const),
  };
}

/** Attaches the event rules of a connector; they are compiled on its first delivery. */
export function attachEvents(
  connector: CompiledConnector,
  { router, externalAccountIdExtractor: extractor }: EventsDefinition,
  compat: Compat,
): void {
  let program: EventsProgram | undefined;
  makers.set(connector, () => {
    program ??= {
      delivery: (router?.delivery ?? []).map((rule) => compileRule(rule, compat)),
      ...(router?.itemsPath === undefined ? {} : { itemsPath: bare(router.itemsPath, compat) }),
      rules: (router?.rules ?? []).map((rule) => compileRule(rule, compat)),
      ...(extractor === undefined ? {} : { accountId: bare(extractor.result, compat) }),
      actions: new Map([
        ...[...connector.actions.values()].map((action) => [action.actionId, action] as const),
        ...(connector.events?.actions ?? []),
      ]),
    };
    return program;
  });
}

function match(program: EventsProgram, rules: readonly Rule[], scope: Readonly<Fields>): RoutedEvent | undefined {
  for (const { when, actionId, input } of rules) {
    const holds = when?.(scope);
    if (holds === undefined || holds === null || holds === false) continue;
    const values: Fields = {};
    for (const [name, evaluate] of input) setOwn(values, name, evaluate(scope));
    const action = program.actions.get(actionId);
    return {
      actionId,
      ...(action === undefined ? {} : { action }),
      input: values,
      event: scope['event'],
      eventIndex: scope['eventIndex'] as number,
    };
  }
  return undefined;
}

/**
 * Finds the events of a delivery and the actions they are meant for: a rule for the whole delivery wins alone; otherwise
 * the first rule that holds for each event.
 */
export function routeDelivery(connector: CompiledConnector, delivery: Delivery): Routing {
  const program = makers.get(connector)?.();
  if (program === undefined) return { ok: true, events: [] };
  const scope: Fields = { ...delivery };
  const whole = match(program, program.delivery, { ...scope, event: delivery.body, eventIndex: 0 });
  if (whole !== undefined) return { ok: true, events: [whole] };
  const items = program.itemsPath === undefined ? [delivery.body] : program.itemsPath(scope);
  if (!Array.isArray(items))
    return { ok: false, message: 'The delivery holds no list of events where the connector expects it.' };
  const events = items.map((event: unknown, eventIndex) =>
    match(program, program.rules, { ...scope, event, eventIndex }),
  );
  return { ok: true, events: events.filter((event) => event !== undefined) };
}

/** The provider's id of the account a delivery is about, where the connector knows how to find it. */
export function accountOfDelivery(connector: CompiledConnector, delivery: Delivery): string | undefined {
  const found = makers
    .get(connector)?.()
    .accountId?.({ ...delivery });
  if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') return undefined;
  const text = String(found).trim();
  return text === '' ? undefined : text;
}
