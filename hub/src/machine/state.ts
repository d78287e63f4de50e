import type { Problem } from '../api/problem.ts';
import type { Form } from '../form/form.ts';
import type { ConnectorRow, LinkedAccount, Session } from '../model/connector.ts';

/** Why a session cannot be used (any more). */
export type EndReason = 'expired' | 'used' | 'unknown';

/** What the form is doing. `opening` and `waiting` belong to a sign-in window at the provider. */
export type FormPhase = 'editing' | 'testing' | 'opening' | 'waiting';

/** Why a sign-in window led to nothing. */
export type SignInTrouble = 'blocked' | 'cancelled' | 'expired' | 'timed-out' | 'refused';

/** What is on the screen. */
export type Screen =
  | { readonly name: 'no-token' }
  | { readonly name: 'loading'; readonly what: 'list' | 'form'; readonly title: string }
  | { readonly name: 'list' }
  | {
      readonly name: 'form';
      readonly form: Form;
      readonly phase: FormPhase;
      /** Counts the attempts that led back to the form: a higher one asks for the reader's attention. */
      readonly attempt: number;
      /** True once the present phase takes longer than usual. */
      readonly slow: boolean;
      readonly signIn: { readonly trouble: SignInTrouble; readonly detail: string } | undefined;
    }
  | { readonly name: 'success'; readonly account: LinkedAccount; readonly title: string; readonly changed: boolean }
  | { readonly name: 'ended'; readonly reason: EndReason }
  | { readonly name: 'failed'; readonly problem: Problem; readonly canGoBack: boolean };

/** Everything the views need. */
export interface HubState {
  readonly screen: Screen;
  readonly session: Session | undefined;
  readonly rows: readonly ConnectorRow[];
  readonly query: string;
  /** Chosen category; empty for all. */
  readonly category: string;
  /** True while one account is being changed. */
  readonly editing: boolean;
  /** The connector opened last, to return to its row. */
  readonly lastOpened: string;
  /** Guide steps ticked off, as `integrationId/section/step`. */
  readonly ticked: ReadonlySet<string>;
}

/** What the page is told about a failure. */
export interface HubError {
  /** Stable code of the server, or the kind of trouble where it sent none, such as `network`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
}

/** What the page around the hub is told. */
export type HubEvent =
  | { readonly name: 'success'; readonly detail: { readonly id: string; readonly provider: string } }
  | { readonly name: 'close' }
  | { readonly name: 'cancel' }
  | { readonly name: 'session'; readonly detail: Pick<Session, 'projectName' | 'ownerName' | 'type' | 'branding'> }
  | { readonly name: 'error'; readonly detail: HubError };

/** The state before anything is known. */
export const FIRST_STATE: HubState = {
  screen: { name: 'no-token' },
  session: undefined,
  rows: [],
  query: '',
  category: '',
  editing: false,
  lastOpened: '',
  ticked: new Set(),
};
