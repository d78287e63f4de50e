/** Someone of the company. Times are whole seconds since 1970, dates `YYYY-MM-DD`. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly preferredName: string | null;
  readonly email: string;
  readonly title: string | null;
  readonly status: string;
  /** Super admin. */
  readonly isAdmin: boolean;
  readonly managerId: string | null;
  readonly departmentId: string | null;
  readonly startDate: string | null;
  readonly birthDate: string | null;
  readonly timezone: string | null;
  readonly gender: string;
  readonly externalUserId: string | null;
  readonly jobFunction: string | null;
  readonly jobLevel: string | null;
  readonly jobType: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const USER_STATUSES = ['ACTIVE', 'INVITED', 'CREATED', 'DEACTIVATED'] as const;

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: number;
}

/** A field of people that the company has made. */
export interface CustomAttribute {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
}

/** What such a field says about someone. */
export interface CustomAttributeValue {
  readonly id: string;
  readonly userId: string;
  readonly attributeId: string;
  readonly value: string | null;
}

/** Something someone has to do in the product. */
export interface Task {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly description: string | null;
  readonly dueDate: string | null;
  readonly completedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
