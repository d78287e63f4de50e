import { valid } from 'semver';
import { fail } from '../../kernel/index.ts';

const RANGE = /^(0|[1-9]\d{0,8})\.((0|[1-9]\d{0,8})\.x|x\.x)$/;

/**
 * Checks a version pin: `latest`, `1.x.x`, `1.2.x` or an exact version.
 * @param name of the parameter, for the message
 * @throws PatchbayError `validation_failed` for anything else, `^1.2.0` and `~1.2.0` included
 */
export function checkVersionPin(pin: string, name = 'connector_version'): string {
  if (pin === 'latest' || RANGE.test(pin) || valid(pin) === pin) return pin;
  const sentence = `${name} ${pin.slice(0, 64)} is no version pin. Use latest, 1.x.x, 1.2.x or an exact version such as 1.2.0; ^ and ~ are not understood.`;
  throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
}
