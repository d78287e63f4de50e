import type { ActionDefinition, ConnectorDefinition, FieldDefinition } from '../../src/engine/index.ts';
import { code, table } from './markdown.ts';

const NONE = "This connector has no unified actions: every action speaks in the provider's own words.";
const ABOUT =
  'Fields of unified models, and what of a record each is made of. An enum is `{value, source_value}`; its value is ' +
  '`unmapped_value` where none of those listed fits.';

/** The fields an action answers with: its own, else those of the last step that maps. */
function fieldsOf({ fieldConfigs, steps }: ActionDefinition): readonly FieldDefinition[] {
  const own = steps
    .flatMap(({ stepFunction, stepFunctions = [] }) => [stepFunction, ...stepFunctions])
    .filter((call) => call?.functionName === 'map_fields')
    .flatMap((call) => call?.fields ?? []);
  return fieldConfigs ?? own;
}

function sourceText({ expression, values }: FieldDefinition): string {
  if (values !== undefined) return code(JSON.stringify(values));
  return expression === undefined ? '' : code(expression);
}

function enumText({ enumMapper }: FieldDefinition): string {
  if (enumMapper === undefined) return '';
  const { matcher } = enumMapper;
  if (typeof matcher === 'string') return `built-in matcher ${code(matcher)}`;
  return matcher.map(({ value, matchExpression }) => `${code(value)} where ${code(matchExpression)}`).join('; ');
}

/** Rows of a field and of everything in it. @param prefix where the field is, ending with a dot */
function rowsOf(field: FieldDefinition, prefix = ''): string[][] {
  const { targetFieldKey, type, array, custom, properties = [] } = field;
  const name = `${prefix}${custom ? 'unified_custom_fields.' : ''}${targetFieldKey}${array ? '[]' : ''}`;
  const members = properties.flatMap((member) => rowsOf(member, `${name}.`));
  const source = sourceText(field);
  return source === '' && members.length > 0 ? members : [[code(name), type, source, enumText(field)], ...members];
}

/**
 * What a connector's unified actions map, as Markdown: a table of target fields for each mapping, with the actions that
 * share it above, or one sentence where there are no unified actions.
 */
export function unifiedMapping({ info, actions }: ConnectorDefinition): string {
  const mappings = new Map<
    string,
    { readonly heading: string[]; readonly schema: string; readonly rows: string[][] }
  >();
  for (const action of actions) {
    if (action.schemaType !== 'unified') continue;
    const { schema = 'none named' } = action;
    const rows = fieldsOf(action).flatMap((field) => rowsOf(field));
    const same = JSON.stringify([schema, rows]);
    const mapping = mappings.get(same) ?? { heading: [], schema, rows };
    mapping.heading.push(code(`${info.key}_${action.actionId}`));
    mappings.set(same, mapping);
  }
  if (mappings.size === 0) return NONE;
  const parts = [...mappings.values()].map(({ heading, schema, rows }) =>
    [
      `### ${heading.join(', ')}`,
      `Model: ${code(schema)}.`,
      table(['field', 'type', 'made of', 'enum values'], rows),
    ].join('\n\n'),
  );
  return [ABOUT, ...parts].join('\n\n');
}
