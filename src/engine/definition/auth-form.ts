import type { Expression, ValueFormat } from './plain.ts';

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
