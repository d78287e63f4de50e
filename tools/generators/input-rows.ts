type Schema = Readonly<Record<string, unknown>>;

/** One input of an action, as a table shows it. */
export interface InputRow {
  /** `path`, `query`, `headers` or `body`. */
  readonly place: string;
  /** Members of objects as `address.city`, of lists of objects as `teams[].name`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

const membersOf = (schema: Schema): [string, Schema][] =>
  Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);

/** Bounds of numbers and lengths, in words. */
function limitsOf(schema: Schema): string {
  const [least, most] = [schema['minimum'] ?? schema['minLength'], schema['maximum'] ?? schema['maxLength']];
  const unit = schema['type'] === 'string' ? ' characters' : '';
  if (least !== undefined && most !== undefined) return ` (${least} to ${most}${unit})`;
  if (most !== undefined) return ` (at most ${most}${unit})`;
  return least === undefined || (unit !== '' && least === 1) ? '' : ` (at least ${least}${unit})`;
}

/** A schema's type in words. */
export function typeOf(schema: Schema): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${value}\``).join(', ');
  if (Array.isArray(schema['anyOf'])) return (schema['anyOf'] as Schema[]).map(typeOf).join(' or ');
  if (schema['type'] === 'array') return `list of ${typeOf((schema['items'] ?? {}) as Schema)}`;
  const type = String(schema['format'] ?? schema['type'] ?? 'anything');
  return `${type}${limitsOf(schema)}`;
}

function rowsBelow(schema: Schema, place: string, prefix: string): InputRow[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return membersOf(schema).flatMap(([name, member]) => {
    const isList = member['type'] === 'array';
    const path = `${prefix}${name}`;
    const inner = isList ? ((member['items'] ?? {}) as Schema) : member;
    const row = {
      place,
      name: path,
      type: typeOf(member),
      required: required.includes(name),
      description: String(member['description'] ?? ''),
    };
    return [row, ...rowsBelow(inner, place, `${path}${isList ? '[]' : ''}.`)];
  });
}

/** Every input of an action, from the JSON Schema of its grouped inputs. */
export const inputRows = (schema: Schema): InputRow[] =>
  membersOf(schema).flatMap(([place, group]) => rowsBelow(group, place, ''));
