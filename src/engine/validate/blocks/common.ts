import { quote } from '../../parse/index.ts';
import { choice, text } from '../kinds/scalars.ts';
import { nameOf } from '../path.ts';
import { checkPattern } from '../rules/pattern.ts';

/** A text that must hold something. */
export const filled = text({ mayBeEmpty: false });

/** A name that others refer to: letters, digits, `_` and `-`. */
export const identifier = (what: string, severity: 'error' | 'warning' = 'error') =>
  text({
    expects: what,
    mayBeEmpty: false,
    check(value, node, path, context) {
      if (/^[\w-]+$/.test(value)) return;
      const message = `${nameOf(path)} may hold letters, digits, "_" and "-", not ${quote(value)}.`;
      context.report('bad-identifier', node, path, message, { severity });
    },
  });

/** Addresses a browser may be sent to or fetch a picture from. */
const HARMLESS = /^(https?:|mailto:|data:image\/)/i;

/** An address, absolute. Expressions are let through. */
export const webAddress = text({
  check(value, node, path, context) {
    if (HARMLESS.test(value) && URL.canParse(value)) return;
    if (/\$\{|^\$|\{\{/.test(value)) return;
    const isScript = /^\s*(javascript|vbscript|data):/i.test(value);
    context.report('invalid-url', node, path, `${nameOf(path)} is no web address: ${quote(value)}.`, {
      severity: isScript ? 'error' : 'warning',
      help: isScript ? undefined : 'Start it with https://.',
    });
  },
});

/** Source of a regular expression. */
export const pattern = text({
  expects: 'a regular expression',
  mayBeEmpty: false,
  check: (value, node, path, context) => checkPattern(value, node, path, context),
});

/** Named shapes of text. */
export const valueFormat = choice(['email', 'url', 'uuid', 'date', 'datetime', 'uri']);

/** Stages of release. */
export const releaseStage = choice(['preview', 'beta', 'ga', 'deprecated', 'internal']);
