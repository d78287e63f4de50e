/** What someone says about others. */
export interface Feedback {
  readonly id: string;
  readonly authorId: string;
  readonly targetIds: readonly string[];
  readonly body: string;
  readonly valueIds: readonly string[];
  /** Null when nobody asked for it. */
  readonly feedbackRequestId: string | null;
  readonly competencyId: string | null;
  readonly visibility: string;
  readonly isPublic: boolean;
  readonly createdAt: number;
}

/** Something the company stands for. */
export interface CompanyValue {
  readonly id: string;
  readonly name: string;
}

/** Something people are expected to be good at. */
export interface Competency {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

/** A weekly note to the manager. */
export interface Update {
  readonly id: string;
  readonly authorId: string;
  readonly managerId: string | null;
  readonly responses: readonly { readonly id: string; readonly question: string; readonly answer: string }[];
  readonly sentiment: { readonly id: string; readonly rating: number } | null;
  readonly isPublic: boolean;
  readonly publishedAt: number | null;
  readonly reviewedAt: number | null;
  readonly createdAt: number;
}
