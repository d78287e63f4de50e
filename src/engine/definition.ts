/**
 * A connector as its author wrote it, checked and normalised: what validation yields and compilation reads.
 *
 * Plain data throughout (it survives `JSON.parse(JSON.stringify(…))`). Expressions are still text; nothing is evaluated.
 * A key is absent where the author left it out, unless its comment names what stands in for it. Lists that the format
 * lets an author leave out are empty lists where the type has no `?`.
 */

/** Plain data as a YAML document yields it. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainRecord;

/** A mapping of plain data. */
export interface PlainRecord {
  readonly [key: string]: Plain;
}

/** A text that may hold an expression: `$.path`, `${…}` inside text, `{{…}}`, or a literal. */
export type Expression = string;

/** How far a connector or action is released. */
export type ReleaseStage = 'preview' | 'beta' | 'ga' | 'deprecated' | 'internal';

/** A whole connector. */
export interface ConnectorDefinition {
  /** Version of the format, `1.0.0`. */
  readonly formatVersion: string;
  readonly info: ConnectorInfo;
  readonly baseUrl?: Expression;
  readonly rateLimit?: RateLimitDefinition;
  readonly concurrency?: ConcurrencyDefinition;
  /** Where the provider documents its API; written `resources` or, in older files, `context`. */
  readonly resources?: string;
  readonly documentation?: DocumentationDefinition;
  readonly releaseStage?: ReleaseStage;
  readonly changelog?: ChangelogDefinition;
  /** In the order of the file. */
  readonly scopeDefinitions: readonly ScopeDefinition[];
  /** In the order of the file. */
  readonly authentication: readonly AuthenticationDefinition[];
  /** In the order of the files, partials spliced in where they are referenced. Action ids are unique. */
  readonly actions: readonly ActionDefinition[];
  readonly events?: EventsDefinition;
  readonly mcp?: { readonly instructions?: string };
  readonly owner?: Plain;
  readonly forkedFrom?: Plain;
  readonly categories: readonly string[];
}

/** Who the connector is. */
export interface ConnectorInfo {
  readonly title: string;
  /** Unique machine name; the first part of public action names. */
  readonly key: string;
  /** Semantic version. */
  readonly version: string;
  readonly assets?: { readonly icon?: string };
  readonly description?: string;
  readonly details?: string;
}

/** Links for the reader. */
export interface DocumentationDefinition {
  readonly references: readonly { readonly title: string; readonly url: string; readonly description?: string }[];
}

/** What changed in this version. */
export interface ChangelogDefinition {
  readonly summary: string;
  readonly labels: readonly string[];
}

/** A permission of the provider; holding it means holding those it includes as well. */
export interface ScopeDefinition {
  readonly name: string;
  readonly description?: string;
  readonly includes: readonly string[];
}

/** Calls per second the provider allows. */
export interface RateLimitDefinition {
  /** Calls per second over all of the provider. */
  readonly mainRatelimit?: number;
  readonly subPools: readonly RateLimitPool[];
  readonly mappedRateLimitErrors: readonly MappedRateLimitError[];
}

/** A tighter budget for some of the provider's addresses. */
export interface RateLimitPool {
  readonly subPoolKey: string;
  /** Text contained in the address of the call. */
  readonly urlPattern: string;
  /** Calls per second. */
  readonly rateLimit: number;
}

/** An answer that means "too many calls" though its status is not 429. */
export interface MappedRateLimitError {
  readonly errorStatus: number;
  /** Text contained in the error message. */
  readonly errorMessage: string;
  /** Where in the body the message is. */
  readonly errorMessagePath?: string;
  /** Where in the headers the time to wait is. */
  readonly retryAfterPath?: string;
  readonly retryAfterUnit?: 'seconds' | 'milliseconds' | 'date';
  readonly retryAfterValue?: number;
}

/** Calls in flight the provider allows. */
export interface ConcurrencyDefinition {
  readonly mainMaxConcurrency?: number;
  readonly subPools: readonly {
    readonly subPoolKey: string;
    readonly urlPattern: string;
    readonly maxConcurrency: number;
  }[];
}

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

/** A field of the linking form. Missing booleans are `false`. */
export interface AuthFieldDefinition {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'password' | 'number' | 'text_area' | 'select';
  readonly required: boolean;
  readonly secret: boolean;
  readonly readOnly: boolean;
  readonly placeholder?: string;
  /** Markdown. */
  readonly description?: string;
  readonly tooltip?: string;
  /** Fixed or default value. */
  readonly value?: string;
  readonly computed?: Expression;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Exactly one of `pattern` and `format`. */
  readonly validation?: {
    readonly pattern?: string;
    readonly format?: ValueFormat;
    readonly errorMessage?: string;
  };
  readonly externalSystemAccountIdentifier?: boolean;
  readonly condition?: Expression;
}

/** A named shape of text. */
export type ValueFormat = 'email' | 'url' | 'uuid' | 'date' | 'datetime' | 'uri';

/** A notice beside the fields of the linking form. */
export interface AuthNoticeDefinition {
  readonly key: string;
  readonly type: 'warning' | 'info';
  readonly description: string;
  readonly position?: 'top' | 'bottom';
  /** Name of a link target; only at the top. */
  readonly anchor?: string;
}

/** Help for the person who connects. */
export interface SupportDefinition {
  readonly link?: string;
  readonly description?: string;
  readonly guides?: { readonly config?: GuideDefinition; readonly setup?: GuideDefinition };
}

/** A connection guide. Texts are Markdown. */
export interface GuideDefinition {
  readonly warning?: string;
  readonly sections: readonly GuideSectionDefinition[];
}

/** One section of a guide. */
export interface GuideSectionDefinition {
  readonly title: string;
  readonly content: string;
  readonly list?: readonly string[];
  readonly image?: { readonly src: string; readonly alt: string };
  readonly steps?: readonly GuideStepDefinition[];
  readonly applicableScopes?: readonly string[];
}

/** One step of a guide section. */
export interface GuideStepDefinition {
  readonly title: string;
  readonly content: string;
  readonly list?: readonly string[];
  readonly image?: { readonly src: string; readonly alt: string };
  readonly displayScopes?: boolean;
  readonly applicableScopes?: readonly string[];
}

/** An action run after connecting. */
export interface TestActionDefinition {
  /** Id of an action of the connector, or an action of its own. */
  readonly action: string | ActionDefinition;
  /** Whether connecting fails with it. `false` where the author left it out. */
  readonly required: boolean;
  readonly condition?: Expression;
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

/** How requests are authorised. Values are expressions over the credentials. */
export type AuthorizationDefinition =
  | NoneAuthorization
  | BasicAuthorization
  | BearerAuthorization
  | Oauth2Authorization
  | ApiKeyAuthorization;

/** No authorization header; the request may be signed. */
export interface NoneAuthorization {
  readonly type: 'none';
  readonly signing?: SigningDefinition;
  readonly redirectUri?: Expression;
}

/** How a request is signed. */
export type SigningDefinition =
  | { readonly strategy: 'aws4'; readonly service: Expression; readonly region?: Expression }
  | {
      readonly strategy: 'hmac';
      readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
      readonly headerName?: Expression;
      readonly prefix?: Expression;
      readonly dateFormat?: 'iso8601' | 'rfc2822';
      readonly includeHost?: boolean;
      readonly includeBodyHash?: boolean;
      readonly outputFormat?: 'header' | 'basic';
      readonly username?: Expression;
    };

/** `Authorization: Basic …`. A missing part is an empty text. */
export interface BasicAuthorization {
  readonly type: 'basic';
  readonly username?: Expression;
  readonly password?: Expression;
  readonly encoding?: string;
  readonly redirectUri?: Expression;
}

/** `Authorization: Bearer …`. */
export interface BearerAuthorization {
  readonly type: 'bearer';
  readonly token: Expression;
  /** `false` sends the bare token. */
  readonly includeBearer?: boolean;
  readonly redirectUri?: Expression;
}

/** A bearer token obtained by OAuth 2. */
export interface Oauth2Authorization {
  readonly type: 'oauth2';
  readonly token?: Expression;
  readonly includeBearer?: boolean;
  readonly authorizationUrl?: Expression;
  /** Query of the authorize address; values may hold expressions. */
  readonly authorizationParams?: PlainRecord;
  readonly tokenUrl?: Expression;
  readonly tokenParams?: PlainRecord;
  /** Seconds, or an expression. */
  readonly tokenExpiresIn?: number | Expression;
  /** Seconds, or an expression. */
  readonly tokenRefreshExpiresIn?: number | Expression;
  /** As written: one text, with expressions if any; a list is joined with the delimiter (default one space). */
  readonly scopes?: Expression;
  readonly scopeDelimiter?: string;
  /** Headers for the token endpoint. */
  readonly customHeaders?: PlainRecord;
  readonly pkce?: boolean;
  /** Credential name → expression over the token response. */
  readonly additionalTokenFields?: Readonly<Record<string, Expression>>;
  /** Query name of the callback → credential name. */
  readonly callbackParams?: Readonly<Record<string, string>>;
  readonly issuer?: Expression;
  readonly redirectUri?: Expression;
  readonly tokenResponse?: {
    readonly acceptTokenTypes?: readonly string[];
    readonly accessToken?: Expression;
    readonly refreshToken?: Expression;
  };
}

/** A key in a header or query parameter of its own. */
export interface ApiKeyAuthorization {
  readonly type: 'apiKey';
  /** Name of the header or parameter. */
  readonly key: Expression;
  readonly value: Expression;
  /** `header` where the author left it out. */
  readonly in: 'header' | 'query';
}

/** An action of the connector. */
export interface ActionDefinition {
  /** Unique in the connector. */
  readonly actionId: string;
  /** Falls back to the action id. */
  readonly label: string;
  /** Empty where the author left it out. */
  readonly description: string;
  readonly details?: string;
  readonly resources?: string;
  readonly categories: readonly string[];
  readonly actionType?: ActionType;
  readonly schemaType?: 'native' | 'unified';
  /** Unified model as written, for example `employees` or `hris/employees`. */
  readonly schema?: string;
  readonly effects: readonly string[];
  readonly annotations?: AnnotationsDefinition;
  readonly executionMode?: 'sync' | 'async';
  readonly tags: readonly string[];
  readonly releaseStage?: ReleaseStage;
  readonly examples: readonly Plain[];
  readonly entrypointUrl?: string;
  /** Upper case. */
  readonly entrypointHttpMethod?: string;
  readonly inputs: readonly InputDefinition[];
  readonly validationRules: readonly ValidationRule[];
  readonly requiredScopes: readonly string[];
  /** Auth key → scopes it needs for this action. */
  readonly authRequirements?: Readonly<Record<string, readonly string[]>>;
  readonly fieldConfigs?: readonly FieldDefinition[];
  readonly cursor?: { readonly enabled?: boolean; readonly pageSize?: number };
  readonly compositeIdentifiers?: CompositeIdentifiersDefinition;
  /** Step ids are unique in the action. */
  readonly steps: readonly StepDefinition[];
  /** A bare expression is normalised to `{data: expression}`. */
  readonly result?: ResultDefinition;
  readonly responses?: ResponsesDefinition;
  readonly dataSync?: DataSyncDefinition;
  readonly providerEvents?: Plain;
  readonly prerequisiteActions?: Plain;
  readonly requiresManualSetup?: Plain;
}

/** What an action does, in one word. */
export type ActionType =
  | 'list'
  | 'get'
  | 'create'
  | 'update'
  | 'delete'
  | 'custom'
  | 'refresh_token'
  | 'test'
  | 'event'
  | 'unknown';

/** Behaviour hints for agents. */
export interface AnnotationsDefinition {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/** Type of an input. */
export type InputType = 'string' | 'number' | 'boolean' | 'datetime_string' | 'object' | 'enum';

/** What an input's value may look like; shared by inputs, their properties and their variants. */
export interface InputShape {
  /** Absent only beside `variants`. */
  readonly type?: InputType;
  readonly description?: string;
  /** `false` where the author left it out. */
  readonly array: boolean;
  readonly properties?: readonly InputProperty[];
  readonly oneOf?: { readonly values?: readonly (string | number | boolean)[]; readonly ref?: string };
  readonly rules?: InputRules;
}

/** A property of an object input. */
export interface InputProperty extends InputShape {
  readonly name: string;
  /** `false` where the author left it out. */
  readonly required: boolean;
  readonly variants?: readonly InputShape[];
}

/** An input of an action. */
export interface InputDefinition extends InputProperty {
  /** `query` for GET-like and `body` for other actions is the caller's habit; absent where the author left it out. */
  readonly in?: 'body' | 'query' | 'path' | 'headers';
}

/** Limits of an input's value. */
export interface InputRules {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: ValueFormat;
  readonly min?: number;
  readonly max?: number;
  readonly errorMessage?: string;
}

/** A rule over several inputs. */
export type ValidationRule =
  | {
      readonly rule: 'atLeastOneOf' | 'mutuallyExclusive';
      readonly fields: readonly string[];
      readonly errorMessage?: string;
    }
  | {
      readonly rule: 'requiredIf';
      readonly field: string;
      readonly condition: {
        readonly field: string;
        readonly equals?: Plain;
        readonly notEquals?: Plain;
        readonly present?: boolean;
      };
      readonly errorMessage?: string;
    };

/** Type of a mapped field. */
export type FieldType = 'string' | 'number' | 'boolean' | 'datetime_string' | 'enum' | 'object';

/** A mapped field: of `fieldConfigs`, of `parameters.fields`, or a property of one. Missing `array` and `custom` are `false`. */
export interface FieldDefinition {
  readonly targetFieldKey: string;
  readonly type: FieldType;
  readonly expression?: Expression;
  /** Templates evaluated in place of an expression. */
  readonly values?: Plain;
  readonly array: boolean;
  readonly custom: boolean;
  readonly hidden?: boolean;
  /** Short name inside composite ids. */
  readonly alias?: string;
  readonly enumMapper?: EnumMapperDefinition;
  readonly properties?: readonly FieldDefinition[];
  readonly requiredScopes: readonly string[];
}

/** How an enum's value is found: rules in order, or the name of a built-in matcher. */
export interface EnumMapperDefinition {
  readonly matcher: string | readonly { readonly matchExpression: Expression; readonly value: string }[];
}

/** Ids made of several provider ids. */
export interface CompositeIdentifiersDefinition {
  readonly enabled: boolean;
  readonly version?: number;
  readonly fields: readonly {
    readonly targetFieldKey: string;
    readonly remote?: string;
    readonly components: readonly { readonly name: string; readonly alias?: string }[];
  }[];
}

/** One step of an action. */
export interface StepDefinition {
  readonly stepId: string;
  readonly description?: string;
  /** Present unless `stepFunctions` is. */
  readonly stepFunction?: StepFunctionDefinition;
  /** Run in sequence for each item; only with `iterator`. */
  readonly stepFunctions?: readonly StepFunctionDefinition[];
  readonly condition?: Expression;
  readonly iterator?: Expression;
  readonly ignoreError?: boolean;
  readonly async?: boolean;
  readonly successCriteria?: Expression;
  readonly onConditionError?: boolean | 'break';
}

/** A call of a step function. */
export interface StepFunctionDefinition {
  readonly functionName: string;
  /** `1` where the author left it out. */
  readonly version: string;
  /** As written, texts unevaluated; empty where the author left them out. */
  readonly parameters: PlainRecord;
  /** `parameters.fields` in the normalised form, where it is a list of fields (map_fields and typecast). */
  readonly fields?: readonly FieldDefinition[];
}

/** What an action answers. Strings inside are expressions or literals. */
export interface ResultDefinition {
  readonly data?: Plain;
  readonly message?: Plain;
  /** Cursor of the next page. */
  readonly next?: Plain;
}

/** Documented answers of an action. */
export interface ResponsesDefinition {
  readonly success?: PlainRecord;
  readonly errors?: PlainRecord;
}

/** A rewrite of a provider's error answer (parameter `customErrors` of request functions). */
export interface CustomErrorDefinition {
  readonly receivedStatus: number;
  readonly targetStatus: number;
  readonly message?: Expression;
  readonly condition?: Expression;
}

/** An argument of a request function (parameter `args`). */
export interface RequestArgDefinition {
  readonly name: Expression;
  readonly value: Plain;
  readonly in: 'query' | 'body' | 'headers';
  readonly condition?: Expression;
  readonly arrayFormat?: 'repeat' | 'brackets' | 'comma' | 'stringify';
  readonly spread?: boolean;
  readonly inline?: boolean;
}

/** How a list action may be copied in bulk. */
export interface DataSyncDefinition {
  readonly allowed?: boolean;
  readonly indexField: readonly string[];
  readonly dataKey?: string;
  readonly pagination?: DataSyncPagination;
  readonly incremental?: DataSyncIncremental;
  readonly maxPages?: number;
  readonly maxDurationMinutes?: number;
}

/** How the pages of a bulk copy are walked. */
export type DataSyncPagination =
  | {
      readonly type: 'cursor';
      readonly response: { readonly dataKey?: string; readonly nextKey?: string };
      readonly iterator: { readonly key: string; readonly in?: string };
      readonly stopCondition?: Expression;
    }
  | {
      readonly type: 'offset';
      readonly response: { readonly dataKey?: string };
      readonly iterator: {
        readonly offsetKey: string;
        readonly limitKey?: string;
        readonly in?: string;
        readonly defaultLimit?: number;
      };
      readonly stopCondition?: Expression;
    }
  | {
      readonly type: 'page';
      readonly response: { readonly dataKey?: string };
      readonly iterator: {
        readonly pageKey: string;
        readonly pageSizeKey?: string;
        readonly in?: string;
        readonly startPage?: number;
        readonly defaultPageSize?: number;
      };
      readonly stopCondition?: Expression;
    };

/** How a bulk copy asks for what changed only. */
export type DataSyncIncremental =
  | {
      readonly type: 'time_filter';
      readonly iterator: PlainRecord;
      readonly format?: 'iso8601' | 'unix_seconds' | 'unix_millis';
      readonly safetyBufferSeconds?: number;
      readonly response?: { readonly updatedAtPath?: string };
    }
  | {
      readonly type: 'delta_token';
      readonly iterator: PlainRecord;
      readonly response: { readonly path?: string; readonly onlyOnFinalPage?: boolean };
    };

/** Events the provider sends. */
export interface EventsDefinition {
  readonly setup?: EventSetupDefinition;
  readonly guides?: { readonly setup?: GuideDefinition };
  readonly actions: readonly ActionDefinition[];
  readonly router?: EventRouterDefinition;
  /** Bare expression (no braces) over the delivery that yields the provider's account id. */
  readonly externalAccountIdExtractor?: { readonly result: Expression };
}

/** How a subscription at the provider is made, started and ended. */
export interface EventSetupDefinition {
  readonly creation?: EventSetupFlow;
  readonly activation?: EventSetupFlow;
  readonly deletion?: EventSetupFlow;
  readonly isConsolidated?: boolean;
}

/** Steps run at one moment of a subscription's life. */
export interface EventSetupFlow {
  readonly steps: readonly StepDefinition[];
  readonly result?: ResultDefinition;
}

/** How deliveries become events. Expressions are bare (no braces). */
export interface EventRouterDefinition {
  /** Tried once on the whole delivery. */
  readonly delivery: readonly EventRuleDefinition[];
  /** Where the list of events is in a delivery. */
  readonly itemsPath?: Expression;
  /** Tried on each event. */
  readonly rules: readonly EventRuleDefinition[];
}

/** One routing rule; the first whose `when` holds wins. */
export interface EventRuleDefinition {
  readonly when: Expression;
  readonly action: string;
  /** Input name → bare expression. */
  readonly input?: Readonly<Record<string, Expression>>;
}
