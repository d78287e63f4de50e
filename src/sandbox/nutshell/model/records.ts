/** Ids of related records, by relation. */
export type Links = Readonly<Record<string, string | readonly string[] | null>>;

/** What every record has. Times are Unix seconds. */
export interface Stored {
  readonly id: string;
  /** Counts changes; the legacy API asks for it before it changes or deletes anything. */
  readonly rev: number;
  readonly createdTime: number;
  readonly modifiedTime: number;
  /** Set while the record lies in the trash. */
  readonly deletedTime: number | null;
  readonly links: Links;
}

export interface Named extends Stored {
  readonly name: string;
}

/** A labelled email address, phone number (as dialled) or web address. */
export interface ContactPoint {
  readonly isPrimary: boolean;
  readonly name: string;
  readonly value: string;
}

export interface PostalAddress {
  readonly address_1: string | null;
  readonly address_2: string | null;
  readonly address_3: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly timezone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export interface AddressPoint {
  readonly isPrimary: boolean;
  readonly name: string;
  readonly value: PostalAddress;
}

/** What companies and people share. */
export interface Party extends Named {
  readonly description: string | null;
  readonly emails: readonly ContactPoint[];
  readonly phones: readonly ContactPoint[];
  readonly urls: readonly ContactPoint[];
  readonly addresses: readonly AddressPoint[];
  /** By field name. */
  readonly customFields: Readonly<Record<string, string>>;
}

/** Links: creator, owner, territory, tags, accountType, industry. */
export interface Account extends Party {
  /** Yearly, in the account's currency (`2400000.00`). */
  readonly revenue: string | null;
  readonly employeeCount: number | null;
}

/** Links: accounts, emAudiences, creator, owner, territory, tags. */
export interface Contact extends Party {
  readonly jobTitle: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export type LeadStatus = 'open' | 'won' | 'lost' | 'cancelled';

/** Links: accounts, contacts, tags, sources, owner (user or team), territory, stage, stageset, creator, outcome, market, watchers. */
export interface Lead extends Stored {
  /** Shown to people; not the number in the id. */
  readonly number: number;
  readonly description: string | null;
  /** Null: the sum of the lead's products counts. */
  readonly manualValue: string | null;
  readonly confidence: number;
  /** 1 is hot. */
  readonly priority: 0 | 1;
  readonly status: LeadStatus;
  readonly dueTime: number | null;
  readonly closedTime: number | null;
  readonly customFields: Readonly<Record<string, string>>;
}

/** Links: activityType, accounts, contacts, leads, users, creator, logger, logNote. */
export interface Activity extends Named {
  readonly agenda: string;
  readonly location: string | null;
  readonly startTime: number;
  readonly endTime: number;
  readonly isAllDay: boolean;
  readonly isCancelled: boolean;
  readonly isFlagged: boolean;
  readonly isLogged: boolean;
  readonly loggedTime: number | null;
  readonly transcription: string | null;
}

/** Links: parent, creator. */
export interface Note extends Stored {
  /** With mentions such as `@[Users:4]`. */
  readonly markup: string;
}

export interface Recurrence {
  readonly rule: string;
  readonly mode: 'dueDate' | 'completion';
}

/** Links: assignee, relatedEntity, creator. */
export interface Task extends Stored {
  readonly title: string;
  readonly description: string | null;
  readonly dueTime: number | null;
  readonly completedTime: number | null;
  readonly recurrenceRule: Recurrence | null;
}

/** Links: contact, lead. */
export interface Email extends Stored {
  readonly subject: string;
  readonly body: string;
  readonly from: string;
  readonly to: string;
  readonly sentTime: number;
}

/** A changed value: an empty one, a word, or a record in short. */
export type ChangedValue = string | null | Readonly<Record<string, string | number>>;

export interface Change {
  readonly attribute: string;
  readonly oldValue: ChangedValue;
  readonly newValue: ChangedValue;
}

/** One entry of the timeline. Links: actor (user or origin), payloads. */
export interface TimelineEvent extends Stored {
  readonly action: string;
  readonly payloadType: string;
  readonly changes: readonly Change[];
}

/** Links: lead, product. */
export interface ProductMap extends Stored {
  readonly relationship: string | null;
  readonly price: string;
  readonly quantity: number;
}

/** Links: lead, competitor. */
export interface CompetitorMap extends Stored {
  readonly relationship: string | null;
  readonly status: 'potential' | 'stole' | 'beat' | null;
}

export interface ProductLine {
  readonly product: string | null;
  readonly name: string;
  readonly description: string;
  readonly sku: string;
  readonly quantity: number;
  readonly term: string | null;
  readonly price: string;
  readonly discountUnit: '$' | '%' | null;
  readonly discountNumber: number | null;
}

export interface SubtotalLine {
  readonly label: string;
  readonly modifierUnit: '$' | '%';
  readonly modifierValue: number;
  readonly operation: '+' | '-';
}

export type DocumentStatus = 'DRAFT' | 'READY' | 'SENT' | 'REVOKED' | 'ACCEPTED' | 'ARCHIVED';

/** A quote or an invoice. Links: lead, recipient. */
export interface SalesDocument extends Stored {
  readonly kind: 'quotes' | 'invoices';
  /** `1000-01`: lead number and running number. */
  readonly number: string;
  readonly status: DocumentStatus;
  readonly productLines: readonly ProductLine[];
  readonly subtotalLines: readonly SubtotalLine[];
  readonly validThroughTime: number;
  readonly publishedTime: number | null;
  readonly sentTime: number | null;
  /** When a quote was accepted or an invoice paid. */
  readonly acceptedTime: number | null;
  readonly acceptedName: string | null;
  readonly acceptedEmail: string | null;
  readonly comment: string | null;
}

/** A payment agreed for a lead. Links: lead. */
export interface Installment extends Stored {
  readonly description: string | null;
  readonly dueTime: number;
  readonly value: string;
  readonly failedTime: number | null;
  readonly isPaid: boolean;
}
