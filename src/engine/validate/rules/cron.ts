interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, names: DAYS },
];

/** What is wrong with a five-field cron expression, in words; nothing when it is one. */
export function cronProblem(schedule: string): string | undefined {
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `it has ${parts.length} field${parts.length === 1 ? '' : 's'} where cron has five (minute, hour, day of month, month, day of week)`;
  }
  for (const [index, field] of FIELDS.entries()) {
    for (const item of parts[index]!.split(',')) {
      if (!isItem(item, field)) return `"${item}" is no ${field.name} (${field.min} to ${field.max})`;
    }
  }
  return undefined;
}

/** One item of a field: `*`, a value, a range, any of them with a step. */
function isItem(item: string, field: CronField): boolean {
  const [base = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return false;
  if (base === '*') return true;
  const [from = '', to, ...more] = base.split('-');
  if (more.length > 0) return false;
  const first = valueIn(from, field);
  if (first === undefined) return false;
  if (to === undefined) return true;
  const last = valueIn(to, field);
  return last !== undefined && first <= last;
}

function valueIn(text: string, { min, max, names }: CronField): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named !== -1) return named + min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}
