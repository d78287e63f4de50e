interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Between two 29ths of February lie eight years at most. */
const LONGEST_WAIT = 9 * 366 * DAY;

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
  const parts = partsOf(schedule);
  if (parts.length !== FIELDS.length) {
    return `it has ${parts.length} field${parts.length === 1 ? '' : 's'} where cron has five (minute, hour, day of month, month, day of week)`;
  }
  for (const [index, field] of FIELDS.entries()) {
    for (const item of parts[index]!.split(',')) {
      if (valuesOf(item, field) === undefined) return `"${item}" is no ${field.name} (${field.min} to ${field.max})`;
    }
  }
  return undefined;
}

/**
 * The first time after another that a cron expression names, in UTC. Where both a day of the month and one of the week are
 * given, either will do.
 * @param schedule an expression that {@link cronProblem} has nothing against
 * @param after milliseconds since 1970
 * @returns undefined when there is none, as of a 31st of February
 */
export function nextTime(schedule: string, after: number): number | undefined {
  const parts = partsOf(schedule);
  const [minutes, hours, days, months, weekdays] = FIELDS.map(
    (field, index) => new Set(parts[index]!.split(',').flatMap((item) => valuesOf(item, field) ?? [])),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  const [anyDay, anyWeekday] = [parts[2]!.startsWith('*'), parts[4]!.startsWith('*')];
  const isDay = (date: Date): boolean => {
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const ofMonth = days.has(date.getUTCDate());
    const ofWeek = weekdays.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays.has(7));
    return anyDay || anyWeekday ? ofMonth && ofWeek : ofMonth || ofWeek;
  };
  const first = after - (after % DAY);
  for (let day = first; day < first + LONGEST_WAIT; day += DAY) {
    if (!isDay(new Date(day))) continue;
    const times = [...hours].flatMap((hour) => [...minutes].map((minute) => day + hour * HOUR + minute * MINUTE));
    const next = Math.min(...times.filter((time) => time > after));
    if (next !== Number.POSITIVE_INFINITY) return next;
  }
  return undefined;
}

const partsOf = (schedule: string): string[] => schedule.trim().split(/\s+/);

/** What one item of a field stands for: `*`, a value, a range, any of them with a step; undefined when it is none. */
function valuesOf(item: string, field: CronField): number[] | undefined {
  const [base = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return undefined;
  const [from = '', to, ...more] = base === '*' ? [`${field.min}`, `${field.max}`] : base.split('-');
  if (more.length > 0) return undefined;
  const first = valueIn(from, field);
  // A value with a step, such as 5/10, goes on from there.
  const last = to !== undefined ? valueIn(to, field) : step === undefined ? first : field.max;
  if (first === undefined || last === undefined || first > last) return undefined;
  const values: number[] = [];
  for (let value = first; value <= last; value += Number(step ?? 1)) values.push(value);
  return values;
}

function valueIn(text: string, { min, max, names }: CronField): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named !== -1) return named + min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}
