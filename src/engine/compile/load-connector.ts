import { parseConnector } from '../parse/index.ts';
import type { ConnectorFiles, Diagnostic, LoadResult } from '../program.ts';
import { validateConnector } from '../validate/index.ts';
import { compileConnector } from './connector.ts';
import type { Compat } from './scope.ts';

/**
 * Reads, checks and compiles a connector folder.
 * @param files text of each file by its name
 * @param options `compat: published` makes runs show the published engine's behaviour unless they ask otherwise
 * @returns a connector unless a diagnostic is an error; never throws, whatever the files hold
 */
export function loadConnector(files: ConnectorFiles, options: { readonly compat?: Compat } = {}): LoadResult {
  const { definition, diagnostics } = validateConnector(parseConnector(files));
  const broken = diagnostics.some((diagnostic: Diagnostic) => diagnostic.severity === 'error');
  if (definition === undefined || broken) return { diagnostics };
  return { connector: compileConnector(definition, options.compat), diagnostics };
}
