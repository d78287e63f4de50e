/** Every scope a token can hold. */
export const SCOPES = [
  'public:read',
  'private:read',
  'private:write',
  'compensations:read',
  'compensations:write',
  'documents:read',
  'documents:write',
  'webhooks:manage',
] as const;

/** A scope of an API access token. */
export type Scope = (typeof SCOPES)[number];

/** What a resource asks of a token. */
export interface ScopeRule {
  /** One of these is enough to read; with `public:read` alone some resources show less. */
  readonly read: readonly Scope[];
  readonly write: Scope;
}

/** Visible to the whole company in a reduced form, in full with `private:read`. */
export const COMPANY_WIDE: ScopeRule = { read: ['private:read', 'public:read'], write: 'private:write' };
export const PRIVATE: ScopeRule = { read: ['private:read'], write: 'private:write' };
export const COMPENSATIONS: ScopeRule = { read: ['compensations:read'], write: 'compensations:write' };
export const DOCUMENTS: ScopeRule = { read: ['documents:read'], write: 'documents:write' };
export const WEBHOOKS: ScopeRule = { read: ['webhooks:manage'], write: 'webhooks:manage' };
