import { checkBody, type FieldSpec } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import { textOf } from '../item.ts';
import type { Change, ResourceRow } from '../resource.ts';
import { PRIVATE } from '../scopes.ts';
import { choice, companyId, optionalDate, optionalText, personId, reference, text } from '../specs.ts';

/** What a value of each custom field type looks like. */
const VALUE_OF_TYPE: Readonly<Record<string, FieldSpec>> = {
  text: { type: 'text', nullable: true, max: 10_000 },
  select: { type: 'text', nullable: true },
  multiSelect: { type: 'list', nullable: true, items: { type: 'text' } },
  date: { type: 'date', nullable: true },
  link: { type: 'url', nullable: true },
  person: { type: 'text', nullable: true, refersTo: 'people' },
};

/** A value fits its field: type, and one of the choices where there are choices. One value per person and field. */
function prepareValue({ call, values, before }: Change): Readonly<Record<string, unknown>> {
  const merged: Readonly<Record<string, unknown>> = { ...before, ...values };
  const { database } = call.state;
  const field = database.table('customFields').get(textOf(merged, 'customFieldId'))!;
  const type = textOf(field, 'type');
  const config = field['config'] as { readonly choices?: readonly string[] } | null;
  const spec = VALUE_OF_TYPE[type] ?? VALUE_OF_TYPE['text']!;
  const withChoices: FieldSpec =
    config?.choices === undefined
      ? spec
      : type === 'multiSelect'
        ? { ...spec, items: { type: 'text', choices: config.choices } }
        : { ...spec, choices: config.choices };
  const exists = (table: string, id: string | number) => database.table(table).has(id as string);
  const [issue] = checkBody({ value: withChoices }, { value: merged['value'] ?? null }, { exists }).issues;
  if (issue !== undefined) throw badRequest([{ name: 'value', reason: issue.message }]);
  const twin = database
    .table('customValues')
    .find(
      (other) =>
        other.id !== before?.id &&
        other['personId'] === merged['personId'] &&
        other['customFieldId'] === merged['customFieldId'],
    );
  if (twin !== undefined) throw badRequest([{ name: 'customFieldId', reason: 'this person has a value already' }]);
  return {};
}

/** What belongs to a person's profile besides the person: equipment and custom fields. */
export const PROFILE: readonly ResourceRow[] = [
  {
    path: '/equipment',
    noun: 'equipment',
    scopes: PRIVATE,
    fields: {
      personId,
      equipmentTypeId: reference('equipmentTypes'),
      equipmentNameId: reference('equipmentNames'),
      serialNumber: optionalText,
      assignedDate: optionalDate,
      returnedDate: optionalDate,
    },
  },
  {
    path: '/equipment-types',
    noun: 'equipment type',
    operations: 'L',
    scopes: PRIVATE,
    fields: { companyId, name: text },
  },
  {
    path: '/equipment-names',
    noun: 'equipment name',
    operations: 'L',
    scopes: PRIVATE,
    fields: { companyId, name: text },
  },
  {
    path: '/custom-fields',
    noun: 'custom field',
    scopes: PRIVATE,
    fields: {
      companyId,
      name: text,
      section: { ...text, required: false, initial: 'basics' },
      resourceId: optionalText,
      type: choice(Object.keys(VALUE_OF_TYPE)),
      config: {
        type: 'object',
        nullable: true,
        fields: { choices: { type: 'list', items: { type: 'text' }, min: 1, max: 500 } },
      },
    },
  },
  {
    path: '/custom-values',
    noun: 'custom value',
    scopes: PRIVATE,
    fields: {
      personId,
      customFieldId: reference('customFields'),
      resourceId: optionalText,
      value: { type: 'any', nullable: true },
    },
    prepare: prepareValue,
  },
];
