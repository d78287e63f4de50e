/**
 * A connector as its author wrote it, checked and normalised: what validation yields and compilation reads.
 *
 * Plain data throughout (it survives `JSON.parse(JSON.stringify(…))`). Expressions are still text; nothing is evaluated.
 * A key is absent where the author left it out, unless its comment names what stands in for it. Lists that the format
 * lets an author leave out are empty lists where the type has no `?`.
 */

export type {
  ActionDefinition,
  ActionType,
  AnnotationsDefinition,
  CompositeIdentifiersDefinition,
  ResponsesDefinition,
  ResultDefinition,
  ValidationRule,
} from './definition/action.ts';
export type {
  AuthFieldDefinition,
  AuthNoticeDefinition,
  GuideDefinition,
  GuideSectionDefinition,
  GuideStepDefinition,
  SupportDefinition,
} from './definition/auth-form.ts';
export type {
  AuthConfigDefinition,
  AuthenticationDefinition,
  AuthorizationFlowDefinition,
  CertificatesDefinition,
  RefreshDefinition,
  TestActionDefinition,
} from './definition/authentication.ts';
export type {
  ApiKeyAuthorization,
  AuthorizationDefinition,
  BasicAuthorization,
  BearerAuthorization,
  NoneAuthorization,
  Oauth2Authorization,
  SigningDefinition,
} from './definition/authorization.ts';
export type {
  ChangelogDefinition,
  ConcurrencyDefinition,
  ConnectorDefinition,
  ConnectorInfo,
  DocumentationDefinition,
  MappedRateLimitError,
  RateLimitDefinition,
  RateLimitPool,
  ScopeDefinition,
} from './definition/connector.ts';
export type { DataSyncDefinition, DataSyncIncremental, DataSyncPagination } from './definition/data-sync.ts';
export type {
  EventRouterDefinition,
  EventRuleDefinition,
  EventSetupDefinition,
  EventSetupFlow,
  EventsDefinition,
} from './definition/events.ts';
export type { EnumMapperDefinition, FieldDefinition, FieldType } from './definition/field.ts';
export type { InputDefinition, InputProperty, InputRules, InputShape, InputType } from './definition/input.ts';
export type { Expression, Plain, PlainRecord, ReleaseStage, ValueFormat } from './definition/plain.ts';
export type {
  CustomErrorDefinition,
  RequestArgDefinition,
  StepDefinition,
  StepFunctionDefinition,
} from './definition/step.ts';
