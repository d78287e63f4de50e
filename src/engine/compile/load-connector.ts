import type { ConnectorDefinition } from '../definition.ts';
import { parseConnector } from '../parse/index.ts';
import type { ConnectorFiles, Diagnostic, LoadResult } from '../program.ts';
import { validateConnector } from '../validate/index.ts';
import { compileConnector } from './connector.ts';
import type { Compat } from './scope.ts';

/**
 * Reads and checks a connector folder, without compiling it. The definition is plain data: it may be kept as JSON and
 * compiled later with {@link compileConnector}, which is what costs little.
 * @param files text of each file by its name
 * @returns a definition unless a diagnostic is an error; never throws, whatever the files hold
 */
export function defineConnector(files: ConnectorFiles): {
  readonly definition?: ConnectorDefinition;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { definition, diagnostics } = validateConnector(parseConnector(files));
  const broken = diagnostics.some((diagnostic: Diagnostic) => diagnostic.severity === 'error');
  return definition === undefined || broken ? { diagnostics } : { definition, diagnostics };
}

/**
 * Reads, checks and compiles a connector folder.
 * @param files text of each file by its name
 * @param options `compat: published` makes runs show the published engine's behaviour unless they ask otherwise
 * @returns a connector unless a diagnostic is an error; never throws, whatever the files hold
 */
export function loadConnector(files: ConnectorFiles, options: { readonly compat?: Compat } = {}): LoadResult {
  const { definition, diagnostics } = defineConnector(files);
  if (definition === undefined) return { diagnostics };
  return { connector: compileConnector(definition, options.compat), diagnostics };
}
