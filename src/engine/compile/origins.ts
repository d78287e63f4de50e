import type { ConnectorDefinition } from '../definition.ts';

/** Step functions that send the account's credentials to the address they name. */
const CALLS: ReadonlySet<string> = new Set(['request', 'paginated_request', 'soap_request', 'soap_paginated_request']);
/** An address whose scheme, host and port stand there in full, whatever follows. */
const LITERAL = /https?:\/\/[a-z0-9.-]+(?::\d+)?(?=[/?#'"\s)}]|$)/gi;

const originsIn = (text: unknown): string[] =>
  typeof text !== 'string'
    ? []
    : (text.match(LITERAL) ?? []).flatMap((found) => (URL.canParse(found) ? [new URL(found).origin] : []));

/**
 * The origins besides the base URL to which the connector's own calls send the credentials of an account. Calls with an
 * authorization of their own, or with none, do not count.
 */
export function declaredOrigins({ actions }: ConnectorDefinition): ReadonlySet<string> {
  const origins = new Set<string>();
  for (const { steps } of actions) {
    for (const { stepFunction } of steps) {
      if (stepFunction === undefined || !CALLS.has(stepFunction.functionName)) continue;
      const { authorization, baseUrl, url } = stepFunction.parameters;
      if (authorization !== undefined) continue;
      for (const origin of [...originsIn(baseUrl), ...originsIn(url)]) origins.add(origin);
    }
  }
  return origins;
}
