/** Members of one group of an employee's record. */
export type Group = Readonly<Record<string, unknown>>;

/** What the HRIS knows about someone beside what the person's own record says. */
export interface Employee {
  /** The person's id. */
  readonly id: string;
  /** By group of fields. */
  readonly groups: Readonly<Record<string, Group>>;
}

export interface TimeOffPolicy {
  readonly id: string;
  readonly name: string;
  readonly policyType: string;
  readonly accrualType: string;
  /** Days a year; null for as much as it takes. */
  readonly daysPerYear: number | null;
}

export const TIME_OFF_STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED', 'PENDING_CANCELLATION'] as const;

/** Days off that someone asked for. */
export interface TimeOffRequest {
  readonly id: string;
  readonly employeeId: string;
  readonly policyId: string;
  readonly status: string;
  readonly startDate: string;
  readonly endDate: string;
  /** Working days. */
  readonly amount: number;
  readonly note: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
