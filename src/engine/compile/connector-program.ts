import type { Authorization } from '../auth/authorization.ts';
import type { ScopeRules } from './granted-scopes.ts';
import type { LimitRules } from './limits.ts';
import type { Compat } from './scope.ts';
import type { UrlSource } from './url/source.ts';
import type { Value } from './value.ts';

/** Client certificates and keys, evaluated per run. */
export interface CertificateValues {
  readonly certs: readonly Value[];
  readonly keys: readonly Value[];
}

/** What requests need to know about one auth config of the connector. */
export interface AuthProgram {
  readonly environments: ReadonlySet<string>;
  readonly authorization: Authorization;
  readonly certificates?: CertificateValues;
}

/** What all actions of a connector share at run time. */
export interface ConnectorProgram {
  readonly key: string;
  readonly title: string;
  readonly version: string;
  readonly compat: Compat;
  readonly baseUrl: UrlSource;
  /** By auth key. */
  readonly auths: ReadonlyMap<string, AuthProgram>;
  /** Names of fields whose values are secrets. */
  readonly secretFields: ReadonlySet<string>;
  readonly limits: LimitRules;
  readonly scopes: ScopeRules;
}
