/** Which requests keep their bodies in the logs. */
export const BODY_LOGGING = ['off', 'errors', 'all'] as const;
export type BodyLogging = (typeof BODY_LOGGING)[number];

/** How pages that speak in the project's name look: the page behind auth links. */
export interface Branding {
  /** Colour of the main action, as `#rrggbb`; null for that of Patchbay. */
  readonly accent: string | null;
  /** No mark and no name of Patchbay on the page. */
  readonly whiteLabel: boolean;
}

/** What a project may choose. */
export interface ProjectSettings {
  /** Addresses, ranges (`10.0.0.1-10.0.0.9`) and CIDRs that API keys may be used from; empty allows all. */
  readonly ipAllowList: readonly string[];
  /** Days that logs are kept. A changed value holds for logs written afterwards. */
  readonly logRetentionDays: number;
  /** Which requests keep request and response in the logs (`advanced_logs`): none, those that failed, or all. */
  readonly bodyLogging: BodyLogging;
  /** Days that bodies are kept; never longer than their logs. */
  readonly bodyRetentionDays: number;
  readonly branding: Branding;
}

/** What a new project starts with. 90 days are what the published service keeps. */
export const DEFAULT_SETTINGS: ProjectSettings = Object.freeze({
  ipAllowList: Object.freeze([]),
  logRetentionDays: 90,
  bodyLogging: 'off',
  bodyRetentionDays: 7,
  branding: Object.freeze({ accent: null, whiteLabel: false }),
});

/** Settings as stored, with defaults for what was never chosen. */
export const readSettings = (text: string): ProjectSettings =>
  Object.freeze({ ...DEFAULT_SETTINGS, ...(JSON.parse(text) as Partial<ProjectSettings>) });
