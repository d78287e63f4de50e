import { type Answer, html } from './answer.ts';
import type { Call } from './call.ts';
import type { EmulatorDefinition } from './emulator.ts';
import type { Fault } from './faults.ts';

const page = (title: string, text: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${text}</h1></center>\r\n</body>\r\n</html>\r\n`;

const without = (headers: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));

function rateLimited<State>(
  fault: Fault,
  definition: { errors: EmulatorDefinition<State, never>['errors'] },
  call: Call<State>,
): Answer {
  const answer = definition.errors.rateLimited(call, fault.retryAfter);
  const headers = without(answer.headers, 'retry-after');
  if (fault.kind === 'rate_limited') headers['retry-after'] = String(fault.retryAfter);
  if (fault.kind === 'rate_limited_date')
    headers['retry-after'] = new Date(call.now + fault.retryAfter * 1000).toUTCString();
  return { ...answer, headers };
}

/** The answer of a fault that takes the provider's place. */
export function replacementFor<State, Caller>(
  fault: Fault,
  definition: EmulatorDefinition<State, Caller>,
  call: Call<State>,
): Answer {
  switch (fault.kind) {
    case 'server_error':
      return definition.errors.serverError(call);
    case 'bad_gateway_html':
      return html(502, page('502 Bad Gateway', '502 Bad Gateway'));
    case 'html_success':
      return html(200, page('Maintenance', 'We are upgrading. Please come back later.'));
    default:
      return rateLimited(fault, definition, call);
  }
}
