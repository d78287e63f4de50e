import type { Named } from './records.ts';

/** Rights a user may lack, as `permissions` of a user lists them. */
export const PERMISSIONS = [
  'canAccessSetup',
  'canAccessMarketing',
  'canBulkEdit',
  'canExport',
  'canViewSharedEmails',
  'canImport',
  'canMergeEntities',
  'canDeleteEntities',
  'canAssignEntities',
  'canAccessBilling',
  'canManageEmailTemplates',
  'canAccessCrm',
  'canAccessFullCampaigns',
  'canUsePeopleIQ',
  'canUseInbox',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Links: teams. */
export interface User extends Named {
  readonly firstName: string;
  readonly emails: readonly string[];
  readonly isEnabled: boolean;
  readonly isAdministrator: boolean;
  /** Sees only records of its own or of its teams. */
  readonly isViewingRestricted: boolean;
  readonly lacks: readonly Permission[];
}

/** Who acts when it is no user: a form, an import, an API key that acts under its own name. */
export interface Origin extends Named {
  readonly originType: string;
}

export interface Market extends Named {
  readonly currency: string;
  readonly currencySymbol: string;
  readonly isDefault: boolean;
}

export interface ActivityType extends Named {
  readonly isBenchmarkable: boolean;
}

/** A pipeline. Status: 1 active, 2 draft, 3 retired. */
export interface Stageset extends Named {
  readonly isDefault: boolean;
  readonly status: 1 | 2 | 3;
}

/** Links: stageset. */
export interface Stage extends Named {
  readonly description: string;
  /** From 1, within its pipeline. */
  readonly position: number;
  readonly numSteps: number;
}

export interface Outcome extends Named {
  readonly status: 'won' | 'lost' | 'cancelled';
}

export interface Source extends Named {
  /** Index into {@link CHANNELS}. */
  readonly channel: number;
}

/** Marketing channels by number. */
export const CHANNELS = [
  'None',
  'Organic search',
  'Paid search',
  'Organic social',
  'Paid social',
  'Email',
  'Referrer',
  'Traditional',
  'Direct',
] as const;

/** What can carry tags, in the order in which the numbers 1, 2, 3 stand for it. */
export const TAG_TYPES = ['leads', 'contacts', 'accounts'] as const;

/** Names of the tag colours by number less one. */
export const TAG_COLORS = [
  'COLOR_DEFAULT',
  'COLOR_GREY',
  'COLOR_RED',
  'COLOR_LIGHT_RED',
  'COLOR_ORANGE',
  'COLOR_LIGHT_ORANGE',
  'COLOR_YELLOW',
  'COLOR_LIGHT_YELLOW',
  'COLOR_BLUE',
  'COLOR_LIGHT_BLUE',
  'COLOR_GREEN',
  'COLOR_LIGHT_GREEN',
  'COLOR_PURPLE',
  'COLOR_LIGHT_PURPLE',
] as const;

export interface Tag extends Named {
  readonly tagType: (typeof TAG_TYPES)[number];
  /** From 1. */
  readonly colorType: number;
}

/** Links: category. */
export interface Product extends Named {
  readonly description: string | null;
  readonly sku: string;
  readonly productType: 'product' | 'service' | 'subscription';
  readonly unit: string;
  /** Amount by market id. */
  readonly prices: Readonly<Record<string, string>>;
}

export interface Audience extends Named {
  readonly isWebFX: boolean;
}

/** Links: form. */
export interface FormField extends Named {
  readonly label: string;
  readonly fieldType: string;
  readonly entityName: string;
}

/** A saved list or report. Links: user. */
export interface SavedFilter extends Named {
  readonly value: string;
  readonly reportType: string;
  readonly isShared: boolean;
  readonly isImmutable: boolean;
}

/** Kinds of custom fields; the first five fit everything, the rest leads only. */
export const CUSTOM_FIELD_TYPES = ['Text', 'LongText', 'Currency', 'Date', 'Decision'] as const;
export const LEAD_CUSTOM_FIELD_TYPES = ['Email', 'Location', 'Phone', 'URL'] as const;

export interface CustomField extends Named {
  readonly entity: 'accounts' | 'contacts' | 'leads';
  readonly fieldType: (typeof CUSTOM_FIELD_TYPES)[number] | (typeof LEAD_CUSTOM_FIELD_TYPES)[number];
  /** For `Decision`. */
  readonly choices: readonly string[];
  readonly isMultiple: boolean;
}

/** A record with nothing but a name. */
export type Plain = Named;
/** Links: fields are found from the other side. */
export type Form = Named;
