import { escapeHtml } from '../escape-html.ts';
import { prose } from './html.ts';

/** The parts of a JSON Schema that are shown. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

/** Deeper members are shown as `object`. */
const MAX_DEPTH = 8;

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** A schema in one line: `string | null`, `object[]`, `"production" | "test"`. */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeText))].join(' | ');
  const types = [schema.type ?? 'any'].flat();
  return types
    .map((type) => {
      if (type === 'array') {
        const item = typeText(schema.items ?? {});
        return item.includes(' ') ? `(${item})[]` : `${item}[]`;
      }
      const values = schema.additionalProperties;
      if (type === 'object' && schema.properties === undefined && typeof values === 'object')
        return `map of ${typeText(values)}`;
      return schema.format === undefined ? type : `${type} (${schema.format})`;
    })
    .join(' | ');
}

/** The schema whose members are worth showing below a member: its own, or that of its items. */
function inner(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return inner(schema.items);
  return schema.anyOf?.map(inner).find((found) => found !== undefined);
}

/** The members of a schema as a nested list of HTML; empty where it has none. */
export function membersHtml(schema: Schema, depth = 0): string {
  const shown = inner(schema);
  if (shown?.properties === undefined || depth > MAX_DEPTH) return '';
  const required = new Set(shown.required ?? []);
  const rows = Object.entries(shown.properties).map(([name, member]) => {
    const told = member.description === undefined ? '' : ` <span class="told">${prose(member.description)}</span>`;
    const must = required.has(name) ? '' : ' <span class="opt">optional</span>';
    const head = `<code class="name">${escapeHtml(name)}</code> <span class="type">${escapeHtml(typeText(member))}</span>${must}${told}`;
    const below = membersHtml(member, depth + 1);
    return below === '' ? `<li>${head}</li>` : `<li><details><summary>${head}</summary>${below}</details></li>`;
  });
  return `<ul class="members">${rows.join('')}</ul>`;
}
