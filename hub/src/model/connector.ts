/** One tool the end user can pick from the list. */
export interface ConnectorRow {
  readonly integrationId: string;
  /** Key of the connector, such as the part before the first underscore of its actions. */
  readonly provider: string;
  readonly name: string;
  /** Category key, such as `hris`. */
  readonly category: string;
  readonly description: string;
  /** Label of the way to authenticate, such as `API Key`. */
  readonly label: string;
  readonly version: string;
  readonly environment: string;
  readonly logoUrl: string;
}

/** How a value is typed in. */
export type FieldType = 'text' | 'password' | 'number' | 'text_area' | 'select';

/** A rule a value has to meet. */
export type FieldRule =
  | { readonly kind: 'pattern'; readonly pattern: string; readonly error?: string | undefined }
  | { readonly kind: 'domain'; readonly pattern: string; readonly error?: string | undefined }
  | { readonly kind: 'format'; readonly format: string; readonly error?: string | undefined };

/** One value asked of the end user. */
export interface Field {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly readOnly: boolean;
  /** The value must not be read back: stored ones arrive as a placeholder. */
  readonly secret: boolean;
  /** The value is covered while it is typed. */
  readonly masked: boolean;
  readonly placeholder: string;
  /** Markdown. */
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  /** Default value; empty for none. */
  readonly value: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly rule: FieldRule | undefined;
  /** False: kept out of sight, still validated and sent. */
  readonly display: boolean;
  /** As sent; read by `form/condition.ts`. */
  readonly condition: unknown;
}

/** A remark among the fields. */
export interface Notice {
  readonly key: string;
  readonly tone: 'warning' | 'info';
  /** Markdown. */
  readonly text: string;
  readonly position: 'top' | 'bottom';
  /** Key of the field it stands before. */
  readonly anchor: string | undefined;
}

/** A picture in a guide. */
export interface GuideImage {
  readonly src: string;
  readonly alt: string;
}

/** One step of a guide section. Texts are Markdown, the title is plain. */
export interface GuideStep {
  readonly title: string;
  readonly content: string;
  readonly list: readonly string[];
  readonly image: GuideImage | undefined;
  /** Shown when any of these scopes is needed; empty: always. */
  readonly applicableScopes: readonly string[];
  /** True: the needed scopes are listed here. */
  readonly showScopes: boolean;
  /** Limits the listed scopes to these; empty: all needed ones. */
  readonly displayScopes: readonly string[];
}

/** One part of a guide. */
export interface GuideSection {
  readonly title: string;
  readonly content: string;
  readonly list: readonly string[];
  readonly steps: readonly GuideStep[];
  readonly image: GuideImage | undefined;
  readonly applicableScopes: readonly string[];
}

/** How the end user gets what the form asks for. */
export interface Guide {
  /** Markdown; empty for none. */
  readonly warning: string;
  readonly sections: readonly GuideSection[];
}

/** A permission of the provider which the chosen actions need. */
export interface Scope {
  readonly name: string;
  readonly description: string;
}

/** A ready-made set of values, offered in test sessions. */
export interface DemoCredentials {
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Everything needed to show the form of one connector. */
export interface Connector {
  readonly key: string;
  readonly name: string;
  /** True when connecting opens the provider's sign-in window. */
  readonly opensSignIn: boolean;
  readonly fields: readonly Field[];
  readonly notices: readonly Notice[];
  readonly guide: Guide | undefined;
  readonly scopes: readonly Scope[];
  readonly demoCredentials: readonly DemoCredentials[];
  /** Address of a page with the guide; empty for none. */
  readonly supportLink: string;
  readonly environment: string;
}

/** A linked account opened for editing. */
export interface StoredAccount {
  readonly id: string;
  readonly provider: string;
  readonly integrationId: string;
  readonly setupInformation: Readonly<Record<string, string>>;
  /** Placeholders of the stored secrets. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What a connect session allows and for whom. */
export interface Session {
  readonly existingAccountId: string | undefined;
  readonly projectName: string;
  readonly ownerName: string;
  readonly type: 'production' | 'test';
  /** How pages of the project look; absent unless it chose something. */
  readonly branding?: Branding;
}

/** What a project chose for pages that speak in its name. */
export interface Branding {
  /** Colour of the main action, as `#rrggbb`. */
  readonly accent?: string;
  /** Colour of text on it. */
  readonly onAccent?: string;
  /** No mark and no name of Patchbay. */
  readonly whiteLabel: boolean;
}

/** The list answer. */
export interface ConnectorList {
  readonly rows: readonly ConnectorRow[];
  readonly externalTriggerToken: string | undefined;
}

/** What was linked, for the success screen and the embedder. */
export interface LinkedAccount {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** Who the provider says the credentials belong to; empty when it does not say. */
  readonly connectedAs: string;
  /** What the credentials cannot do, in the provider's or connector's words. */
  readonly warnings: readonly string[];
}
