import { quote } from '../../parse/index.ts';
import { choice, text } from '../kinds/scalars.ts';
import { nameOf } from '../path.ts';
import { checkPattern } from '../rules/pattern.ts';

/** A text that must hold something. */
export const filled = text({ mayBeEmpty: false });

/** A name used inside expressions and addresses: letters, digits, `_` and `-`. */
export const identifier = (what: string, pattern = /^[A-Za-z_][\w-]*$/) =>
  text({
    expects: what,
    mayBeEmpty: false,
    check(value, node, path, context) {
      if (pattern.test(value)) return;
      const message = `${nameOf(path)} may hold letters, digits and underscores, not ${quote(value)}.`;
      context.report('bad-identifier', node, path, message);
    },
  });

/** An address: absolute, `http` or `https`. Expressions are let through. */
export const webAddress = text({
  check(value, node, path, context) {
    if (/\$\{|^\$|\{\{/.test(value) || URL.canParse(value)) return;
    context.report('invalid-url', node, path, `${nameOf(path)} is no address: ${quote(value)}.`, {
      help: 'Start it with https://.',
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
