import type { Party } from '../model/records.ts';
import type { CrmType, Rows } from '../model/tables.ts';
import type { View } from '../view.ts';
import { ACCOUNT_FIELDS } from './account-fields.ts';
import { CONTACT_FIELDS } from './contact-fields.ts';
import type { CrmField, FieldKind } from './field.ts';
import { LEAD_FIELDS } from './lead-fields.ts';

const FIELDS: { readonly [Type in CrmType]: readonly CrmField<Rows[Type]>[] } = {
  accounts: ACCOUNT_FIELDS,
  contacts: CONTACT_FIELDS,
  leads: LEAD_FIELDS,
};

const CUSTOM_KINDS: Readonly<Record<string, FieldKind>> = {
  Currency: 'money',
  Date: 'time',
  Decision: 'choice',
  Phone: 'phone',
};

/** The fields of a type, the instance's own ones last. */
export function fieldsOf(type: CrmType, view: View): CrmField[] {
  const custom = view.state.database.table('customFields').filter((field) => field.entity === type);
  return [
    ...(FIELDS[type] as readonly CrmField[]),
    ...custom.map(({ name, fieldType, choices }): CrmField => {
      const kind = CUSTOM_KINDS[fieldType] ?? 'text';
      return {
        key: name,
        title: name,
        kind,
        isAddable: true,
        isCustom: true,
        ...(kind === 'choice' && { choices }),
        read: (row) => readCustom(customValue(row as Party, name), kind),
      };
    }),
  ];
}

/** Names are the user's, so only own members count. */
const customValue = ({ customFields }: Party, name: string): string | undefined =>
  Object.hasOwn(customFields, name) ? customFields[name] : undefined;

function readCustom(value: string | undefined, kind: FieldKind): unknown {
  if (value === undefined) return null;
  if (kind === 'money') return Number(value);
  return kind === 'time' ? Math.floor(Date.parse(value) / 1000) : value;
}
