/** Every scope an API key can hold. */
export const SCOPES = [
  'platform:read',
  'platform:write',
  'actions:execute',
  'connectors:read',
  'connectors:write',
  'credentials:read',
  'unified:read',
  'unified:write',
] as const;

/** What an API key may do. */
export type Scope = (typeof SCOPES)[number];

/** Scopes of a new key unless its maker chooses others. */
export const DEFAULT_SCOPES: readonly Scope[] = [
  'platform:read',
  'platform:write',
  'actions:execute',
  'connectors:read',
  'unified:read',
  'unified:write',
];

/** True for a text that names a scope. */
export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

const VIEWED: readonly string[] = ['platform:read', 'connectors:read'] satisfies Scope[];
const NEVER_BY_OPERATORS: readonly string[] = ['credentials:read'] satisfies Scope[];

/** The role with which operators may do what needs one of these scopes; undefined: only API keys may. */
export function roleFor(scopes: readonly string[]): 'viewer' | 'admin' | undefined {
  if (scopes.some((scope) => VIEWED.includes(scope))) return 'viewer';
  return scopes.every((scope) => NEVER_BY_OPERATORS.includes(scope)) ? undefined : 'admin';
}
