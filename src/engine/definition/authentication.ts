import type { ActionDefinition } from './action.ts';
import type { AuthFieldDefinition, AuthNoticeDefinition, SupportDefinition } from './auth-form.ts';
import type { AuthorizationDefinition } from './authorization.ts';
import type { Expression, Plain } from './plain.ts';

/** One item of `authentication`: a way to connect. */
export interface AuthenticationDefinition {
  /** `$.context.authenticationType` at run time. Unique in the connector. */
  readonly authKey: string;
  readonly config: AuthConfigDefinition;
}

/** How an account is connected and its calls are authorised. */
export interface AuthConfigDefinition {
  /** `apikey`, which some files write, is normalised to `custom`. */
  readonly type: 'custom' | 'oauth2' | 'mcp';
  /** Falls back to the auth key. */
  readonly label: string;
  /** `authorization_code` where a `type: oauth2` leaves it out. */
  readonly grantType?: 'authorization_code' | 'client_credentials';
  readonly authorization?: AuthorizationDefinition;
  readonly setupFields: readonly AuthFieldDefinition[];
  readonly configFields: readonly AuthFieldDefinition[];
  readonly setupNotices: readonly AuthNoticeDefinition[];
  readonly configNotices: readonly AuthNoticeDefinition[];
  /** Never empty; `[{key: production, name: Production}]` where the author left it out. */
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  readonly support?: SupportDefinition;
  readonly requiredScopes: readonly string[];
  /** From `testActions`, or `testActionsIds` of older files (all required). */
  readonly testActions: readonly TestActionDefinition[];
  readonly refreshAuthentication?: RefreshDefinition;
  readonly authorizationFlow?: AuthorizationFlowDefinition;
  /** Client certificate for mutual TLS; values may be expressions. */
  readonly certificates?: CertificatesDefinition;
}

/** Client certificates and keys: PEM, PEM in base64, or expressions that yield them. */
export interface CertificatesDefinition {
  readonly certs: readonly Expression[];
  readonly keys: readonly Expression[];
}

/** An action run after connecting. */
export interface TestActionDefinition {
  /** Id of an action of the connector, or an action of its own. */
  readonly action: string | ActionDefinition;
  /** Whether connecting fails with it. `false` where the author left it out. */
  readonly required: boolean;
  readonly condition?: Expression;
  /** Yields who or what was connected, for people to read, from `credentials`, `context` and the `data` the test found. */
  readonly connectedAs?: Expression;
}

/** How expired credentials are renewed. */
export interface RefreshDefinition {
  /** Five-field cron expression for renewal ahead of time. */
  readonly schedule?: string;
  readonly action: ActionDefinition;
}

/** How an MCP provider is authorised. */
export interface AuthorizationFlowDefinition {
  readonly serverUrl?: Expression;
  readonly discovery?: Plain;
  readonly clientRegistration?: 'cimd' | 'dcr';
  readonly scopes?: readonly string[];
}
