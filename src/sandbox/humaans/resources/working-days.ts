import { type FieldSpec, WEEKDAYS } from '../../kit/index.ts';

/** Days of a schedule, as the provider writes them. */
export const workingDays: FieldSpec = {
  type: 'list',
  max: 7,
  items: { type: 'object', fields: { day: { type: 'text', required: true, choices: WEEKDAYS } } },
};

/** Monday to Friday. */
export const WORKING_WEEK = WEEKDAYS.slice(0, 5).map((day) => ({ day }));
