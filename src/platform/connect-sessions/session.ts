/** A short-lived permission for one end user to link an account. */
export interface ConnectSession {
  readonly projectId: string;
  /** A number on the wire. */
  readonly id: number;
  readonly originOwnerId: string;
  readonly originOwnerName: string;
  readonly originUsername: string | null;
  /** Limits the session to one connector. */
  readonly provider: string | null;
  /** Limits the session to one auth config. */
  readonly authConfigId: string | null;
  /** Limits the session to connectors of these categories. */
  readonly categories: readonly string[] | null;
  /** The account to edit. */
  readonly accountId: string | null;
  readonly label: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly type: 'production' | 'test';
  /** Whether the session may link several accounts, each a new one. */
  readonly multiple: boolean;
  /** Lets somebody trigger actions on the account from outside. */
  readonly externalTriggerToken: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}
