import { type LocatedScalar, quote, type Span, sourceOffset } from '../parse/index.ts';
import type { Context } from './context.ts';
import type { Path } from './path.ts';
import { type ActionScope, PAGE_INPUTS } from './scope.ts';

/** Checks that what an expression refers to exists: steps, inputs and credentials. */
export function checkReferences(
  references: readonly (readonly string[])[],
  node: LocatedScalar,
  path: Path,
  context: Context,
): void {
  for (const reference of references) {
    const [root, name] = reference;
    if (name === undefined) continue;
    if (root === 'credentials') checkCredential(name, node, path, context);
    else if (context.scope !== undefined) {
      if (root === 'steps') checkStep(name, context.scope, node, path, context);
      else if (root === 'inputs') checkInput(name, context.scope, node, path, context);
    }
  }
}

function checkStep(id: string, scope: ActionScope, node: LocatedScalar, path: Path, context: Context): void {
  const index = scope.steps.get(id);
  if (index === undefined) {
    const message = `There is no step ${quote(id)} in this action.${context.suggest(id, scope.steps.keys())}`;
    context.report('unknown-step', spanOf('steps', id, node), path, message);
  } else if (index > scope.current) {
    context.report(
      'later-step',
      spanOf('steps', id, node),
      path,
      `The step ${quote(id)} has not run yet here; its output is undefined.`,
    );
  }
}

function checkInput(name: string, scope: ActionScope, node: LocatedScalar, path: Path, context: Context): void {
  if (scope.inputs === undefined || scope.inputs.has(name) || (scope.isList && PAGE_INPUTS.has(name))) return;
  const message = `The action declares no input ${quote(name)}.${context.suggest(name, scope.inputs.keys())}`;
  context.report('undeclared-input', spanOf('inputs', name, node), path, message);
}

function checkCredential(name: string, node: LocatedScalar, path: Path, context: Context): void {
  const known = context.names.credentials;
  if (known === undefined || known.has(name)) return;
  const message = `No field or token of this connector provides the credential ${quote(name)}.${context.suggest(name, known)}`;
  context.report('undeclared-credential', spanOf('credentials', name, node), path, message);
}

/** Where a name stands in the text, best guess first. */
function spanOf(root: string, name: string, node: LocatedScalar): Span {
  const text = String(node.value);
  for (const before of [`${root}.`, `${root}['`, `${root}["`]) {
    const at = text.indexOf(before + name);
    if (at === -1) continue;
    const start = sourceOffset(node, at + before.length);
    return {
      source: node.source,
      start,
      end: Math.max(start, sourceOffset(node, at + before.length + name.length - 1) + 1),
    };
  }
  return node;
}
