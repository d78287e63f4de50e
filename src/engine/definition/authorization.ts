import type { Expression, PlainRecord } from './plain.ts';

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
  /** Where tokens are given back (RFC 7009). */
  readonly revocationUrl?: Expression;
  /** Seconds, or an expression. */
  readonly tokenExpiresIn?: number | Expression;
  /** Seconds, or an expression. */
  readonly tokenRefreshExpiresIn?: number | Expression;
  /** One text, or a list that is joined with the delimiter (default one space). */
  readonly scopes?: Expression | readonly Expression[];
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
