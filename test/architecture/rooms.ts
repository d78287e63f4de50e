/**
 * Which room may import which. A room is the first folder under `src`; `platform` capabilities are rooms of their own.
 * A room reaches another only through its `index.ts`.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  engine: ['kernel'],
  storage: ['kernel'],
  egress: ['kernel'],
  http: ['kernel'],
  telemetry: ['kernel', 'http'],
  catalog: ['kernel', 'engine', 'storage'],
  platform: ['kernel', 'http', 'storage'],
  credentials: ['kernel', 'http', 'storage', 'engine', 'catalog', 'platform'],
  'account-health': ['kernel', 'storage', 'engine', 'catalog', 'platform', 'credentials'],
  connect: ['kernel', 'http', 'engine', 'catalog', 'platform'],
  actions: ['kernel', 'http', 'engine', 'catalog', 'egress', 'platform', 'credentials', 'telemetry'],
  rpc: ['kernel', 'http', 'catalog', 'platform', 'actions'],
  mcp: ['kernel', 'http', 'catalog', 'platform', 'actions'],
  unified: ['kernel', 'http', 'catalog', 'platform', 'actions'],
  proxy: ['kernel', 'http', 'catalog', 'platform', 'actions'],
  control: ['kernel', 'http', 'storage', 'platform'],
  sandbox: ['kernel', 'http'],
  cli: ['kernel', 'engine', 'catalog', 'egress', 'storage', 'platform', 'control', 'config', 'main'],
  config: ['kernel', 'telemetry'],
  main: ['*'],
};

/** Order of the platform capabilities: each may import those before it. */
export const PLATFORM_ORDER: readonly string[] = [
  'projects',
  'audit',
  'operators',
  'api-keys',
  'logs',
  'auth-configs',
  'credentials',
  'accounts',
  'connect-sessions',
  'connection-attempts',
  'tool-feedback',
  'webhooks',
  'registry',
];
