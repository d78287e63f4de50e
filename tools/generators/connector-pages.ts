import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConnectorFolder } from '../../src/catalog/index.ts';
import {
  type AuthMethod,
  type CompiledAction,
  type CompiledConnector,
  type ConnectorDefinition,
  compileConnector,
  defineConnector,
  formatDiagnostics,
  type Guide,
} from '../../src/engine/index.ts';
import { type InputRow, inputRows } from './input-rows.ts';
import { code, codes, prose, section, table } from './markdown.ts';
import { unifiedMapping } from './unified-mapping.ts';

const CONNECTORS = resolve(import.meta.dirname, '../../connectors');

function guideText(guide: Guide): string {
  const bullets = (items: readonly string[] = [], indent = '') => items.map((item) => `${indent}- ${item}`);
  const sections = guide.sections.flatMap(({ title, content, list, steps = [] }) => [
    `#### ${title}\n`,
    `${content.trim()}\n`,
    ...(list === undefined ? [] : [...bullets(list), '']),
    ...steps.flatMap((step, index) => [
      `${index + 1}. **${step.title}.** ${step.content.trim()}`,
      ...bullets(step.list, '   '),
      ...(step.displayScopes ? ['   - Shown here: the scopes that the enabled actions need.'] : []),
    ]),
    '',
  ]);
  return [...(guide.warning === undefined ? [] : [`> ${guide.warning.trim()}\n`]), ...sections].join('\n').trimEnd();
}

function methodText(method: AuthMethod): string {
  const fields = table(
    ['field', 'label', 'kind', 'required', 'about it'],
    method.configFields.map((field) => [
      code(field.key),
      field.label,
      field.secret ? `${field.type}, secret` : field.type,
      field.required ? 'yes' : '',
      [field.description, field.tooltip].filter((text) => text !== undefined).join(' '),
    ]),
  );
  const tests = method.testActions.map(({ action }) => action.description).join(' ');
  const guide = method.support.guides?.config;
  return [
    `### ${method.label} (${code(method.key)})`,
    fields,
    ...(tests === '' ? [] : [`Before an account is stored: ${tests}`]),
    ...(guide === undefined ? [] : [guideText(guide)]),
  ].join('\n\n');
}

function scopesText({ scopeDefinitions }: CompiledConnector, actions: readonly CompiledAction[]): string {
  if (scopeDefinitions.length === 0) return '';
  const rows = scopeDefinitions.map(({ name, description, includes }) => [
    code(name),
    includes.length === 0 ? description : `${description} Includes ${codes(includes)}.`,
    String(actions.filter(({ requiredScopes }) => requiredScopes.includes(name)).length),
  ]);
  return table(['scope', 'allows', 'actions that need it'], rows);
}

function effectOf({ annotations, effects }: CompiledAction): string {
  if (annotations.readOnlyHint) return 'reads';
  if (effects.includes('delete')) return 'deletes';
  return annotations.destructiveHint ? 'changes' : 'adds';
}

function actionsText(actions: readonly CompiledAction[]): string {
  const rows = actions.map((action) => [
    `[${code(action.id)}](#${action.id})`,
    action.label,
    effectOf(action),
    codes(action.requiredScopes),
  ]);
  return table(['action', 'what', 'effect', 'scopes'], rows);
}

const inputCells = ({ place, name, type, required, description }: InputRow): string[] => [
  code(name),
  place,
  type,
  required ? 'yes' : '',
  description,
];

function actionText(action: CompiledAction): string {
  const inputs = inputRows(action.inputSchema);
  return [
    `### ${action.id}`,
    prose(action.description),
    ...(action.requiredScopes.length === 0 ? [] : [`Scopes: ${codes(action.requiredScopes)}.`]),
    inputs.length === 0 ? 'No inputs.' : table(['input', 'in', 'type', 'required', 'about it'], inputs.map(inputCells)),
  ].join('\n\n');
}

function factsText({ key, version, releaseStage, categories, references }: CompiledConnector): string {
  const links = references.map(({ title, url }) => `[${title}](${url})`);
  return [
    `Key ${code(key)}, version ${version}, ${releaseStage}. Categories: ${categories.join(', ')}.`,
    ...(links.length === 0 ? [] : [`Documentation of the provider: ${links.join(', ')}.`]),
  ].join(' ');
}

/** The page of one connector. @param notes Markdown about assumptions that were settled; empty for none */
export function connectorPage(definition: ConnectorDefinition, notes: string): string {
  const connector = compileConnector(definition);
  const actions = [...connector.actions.values()].filter(({ internal }) => !internal);
  const methods = connector.authentication.filter(({ environment }) => environment.key === 'production');
  return `${[
    `<!-- Written by tools/generate.ts from connectors/${connector.key}. Do not edit. -->`,
    `# ${connector.title}`,
    prose(connector.description),
    factsText(connector),
    '## Connecting an account',
    ...methods.map(methodText),
    ...section('## Scopes', scopesText(connector, actions)),
    `## Actions (${actions.length})`,
    actionsText(actions),
    '## Unified mapping',
    unifiedMapping(definition),
    '## Inputs',
    ...actions.map(actionText),
    ...section('## Assumptions', notes.trim()),
  ].join('\n\n')}\n`;
}

/**
 * The page of every connector, `docs/connectors/<key>.md`, by path.
 * @throws Error when a connector does not load
 */
export async function connectorPages(): Promise<Record<string, string>> {
  const pages: Record<string, string> = {};
  for (const entry of readdirSync(CONNECTORS, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(CONNECTORS, entry.name);
    const files = readConnectorFolder(folder);
    const { definition, diagnostics } = defineConnector(files);
    if (definition === undefined)
      throw new Error(`connectors/${entry.name} does not load:\n${formatDiagnostics(diagnostics, files)}`);
    const notes = join(folder, 'notes.md');
    pages[`docs/connectors/${definition.info.key}.md`] = connectorPage(
      definition,
      existsSync(notes) ? readFileSync(notes, 'utf8') : '',
    );
  }
  return pages;
}
