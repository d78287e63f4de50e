/** A goal, or a key result of one. */
export interface Goal {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: string;
  readonly status: string;
  readonly goalType: string;
  readonly okrType: string;
  readonly priority: number | null;
  readonly amountType: string | null;
  readonly startingAmount: number | null;
  readonly endingAmount: number | null;
  readonly currentAmount: number | null;
  readonly isPrivate: boolean;
  readonly startDate: string | null;
  readonly dueDate: string | null;
  readonly lastUpdatedAt: number | null;
  readonly publishedAt: number | null;
  readonly completedAt: number | null;
  readonly archivedAt: number | null;
  readonly departmentId: string | null;
  readonly parentId: string | null;
  readonly ownerIds: readonly string[];
  readonly tagIds: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A note on how a goal is going. */
export interface GoalUpdate {
  readonly id: string;
  readonly goalId: string;
  readonly authorId: string;
  readonly comment: string | null;
  readonly currentAmount: number | null;
  readonly status: string | null;
  readonly createdAt: number;
}

/** A label of goals. */
export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const GOAL_STATES = ['Draft', 'Active', 'Ended', 'Archived'] as const;
export const GOAL_STATUSES = ['NotUpdated', 'OnTrack', 'Progressing', 'OffTrack'] as const;
export const AMOUNT_TYPES = ['Percent', 'Dollar', 'Digit', 'Binary'] as const;

/** The choice that a word means, whatever its case and underscores. */
export function choiceFor<Choice extends string>(choices: readonly Choice[], word: string): Choice | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll('_', '');
  return choices.find((choice) => plain(choice) === plain(word));
}
