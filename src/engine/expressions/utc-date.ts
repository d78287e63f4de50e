/**
 * A date whose "local" time is UTC, whatever zone the machine is in. Handed to date-fns as its context, it makes
 * parsing and calendar arithmetic the same everywhere.
 */
export class UtcDate extends Date {
  override getFullYear(): number {
    return this.getUTCFullYear();
  }
  override getMonth(): number {
    return this.getUTCMonth();
  }
  override getDate(): number {
    return this.getUTCDate();
  }
  override getDay(): number {
    return this.getUTCDay();
  }
  override getHours(): number {
    return this.getUTCHours();
  }
  override getMinutes(): number {
    return this.getUTCMinutes();
  }
  override getSeconds(): number {
    return this.getUTCSeconds();
  }
  override getMilliseconds(): number {
    return this.getUTCMilliseconds();
  }
  override getTimezoneOffset(): number {
    return 0;
  }
  override setFullYear(...parts: [year: number, month?: number, date?: number]): number {
    return this.setUTCFullYear(...(parts as [number]));
  }
  override setMonth(...parts: [month: number, date?: number]): number {
    return this.setUTCMonth(...(parts as [number]));
  }
  override setDate(date: number): number {
    return this.setUTCDate(date);
  }
  override setHours(...parts: [hours: number, minutes?: number, seconds?: number, ms?: number]): number {
    return this.setUTCHours(...(parts as [number]));
  }
  override setMinutes(...parts: [minutes: number, seconds?: number, ms?: number]): number {
    return this.setUTCMinutes(...(parts as [number]));
  }
  override setSeconds(...parts: [seconds: number, ms?: number]): number {
    return this.setUTCSeconds(...(parts as [number]));
  }
  override setMilliseconds(ms: number): number {
    return this.setUTCMilliseconds(ms);
  }
  /** How date-fns makes more dates of this kind. */
  [Symbol.for('constructDateFrom')](value: Date | number | string): UtcDate {
    return new UtcDate(value);
  }
}

/** The context function of date-fns for {@link UtcDate}. */
export const inUtc = (value: Date | number | string): UtcDate => new UtcDate(value);
