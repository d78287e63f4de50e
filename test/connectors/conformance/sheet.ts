import type { GroupedInputs } from '../../../src/engine/index.ts';
import type { Outcome } from './outcomes.ts';
import type { World } from './world.ts';

/** Values of inputs by name. */
export type Values = Readonly<Record<string, unknown>>;

/** Fields of a form by key. */
export type Fields = Readonly<Record<string, string>>;

/** What credentials are good for: everything, nothing as the provider does not know them, or too little. */
export type Rights = 'full' | 'unknown' | 'lacking';

/** A way to connect other than the connector's first, for the actions that need it. */
export interface OtherWay {
  /** Key of the way among the connector's `authentication`. */
  readonly key: string;
  /** Credentials as they are once an account is linked. */
  readonly fields: (world: World, rights: Rights) => Fields | Promise<Fields>;
}

/** What the provider's documentation says about one action, written without looking at the connector. */
export interface ActionCase {
  /** Every request of the action, in order: method and path below the base, `:name` for path inputs (`GET /people/:id`). */
  readonly requests: readonly string[];
  /** Names of the query parameters that a call with every input sends, those of paging included. */
  readonly query?: readonly string[] | undefined;
  /** Names of the body members (or form fields) that a call with every input sends. */
  readonly body?: readonly string[] | undefined;
  /** `multipart` where the body is a form with a file. Default `json`. */
  readonly encoding?: 'json' | 'multipart' | undefined;
  /** Scopes the provider asks for; they must be the action's `requiredScopes`. Default none. */
  readonly scopes?: readonly string[] | undefined;
  /** How the account is connected. Default: the connector's first way, with demo credentials. */
  readonly way?: OtherWay | undefined;
  /** Name of a demo credential set that may not do it. Default: what {@link ConnectorSheet.lacking} says. */
  readonly lacking?: string | undefined;
  /** Where data is restored before each action only: it cannot be done twice, so restore before each check. */
  readonly unrepeatable?: boolean | undefined;
  /** Inputs by name that differ from {@link ConnectorSheet.values}; asked for before each check. */
  readonly values?: ((world: World) => Values | Promise<Values>) | undefined;
  /** Inputs left out of the call with every input, as they exclude others. */
  readonly omit?: readonly string[] | undefined;
  /** Inputs kept in the call with the fewest inputs although they are not required. */
  readonly keep?: readonly string[] | undefined;
  /** Why outcomes cannot be had. */
  readonly except?: Partial<Readonly<Record<Outcome, string>>> | undefined;
  /** A list that may have no records with the fewest inputs: why. */
  readonly mayBeEmpty?: string | undefined;
  /** Where an action answers with something else than the last response's record or records. */
  readonly answers?: 'list' | 'record' | 'anything' | undefined;
}

/** What linking an account says to people about their credentials. */
export interface LinkingCase {
  /** Name of a demo credential set, fields, or how to make them at the emulator. @param base the emulator's address */
  readonly credentials: string | Fields | ((base: string) => Promise<Fields>);
  /** Absent when the credentials are accepted; `status` is the one of the provider, which the message names. */
  readonly refused?: { readonly status: number; readonly message: RegExp };
}

/** Everything the suite needs to know about a connector beyond the connector itself. */
export interface ConnectorSheet {
  /** Headers every request carries. */
  readonly headers: (fields: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Status of the answer to a wrong key, and to a key that lacks a right. */
  readonly statuses: { readonly wrongKey: number; readonly missingRight: number; readonly notFound: number };
  /** Name of the demo credential set whose key the provider does not know. */
  readonly wrongKey: string;
  /** Name of a demo credential set that lacks these scopes. */
  readonly lacking: (scopes: readonly string[]) => string | undefined;
  /** Fields of a credential set with exactly these scopes, where the provider lets one be made. */
  readonly withScopes?: (world: World, scopes: readonly string[]) => Promise<Record<string, string>>;
  /**
   * When the demonstration data is restored after writes. Default `each check`; `each action` saves time where making
   * the data is slow and inputs are such that actions can be repeated.
   */
  readonly restore?: 'each check' | 'each action';
  /** Valid inputs by name, found in the emulator's data. */
  readonly values: (world: World) => Values | Promise<Values>;
  /** An id that no record has, for an input of this value. */
  readonly unknownId: (known: unknown) => unknown;
  /** Identity of a record, for comparing lists. */
  readonly identity: (record: Readonly<Record<string, unknown>>) => unknown;
  /** Reads a whole list from the emulator by itself. @param url address of the first request the action sent */
  readonly readAll: (world: World, url: URL, body: unknown) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Smallest and largest `page_size` of list actions. */
  readonly pageSizes: readonly [least: number, most: number];
  /** Actions by action id. */
  readonly actions: Readonly<Record<string, ActionCase>>;
  /** Operations of the emulator without an action (`GET /files/:id/:name`): why. */
  readonly withoutAction?: Readonly<Record<string, string>>;
  readonly linking: readonly LinkingCase[];
}

/** Inputs of one call. */
export interface Inputs extends GroupedInputs {
  readonly path?: Values;
  readonly query?: Values;
  readonly headers?: Values;
  readonly body?: Values;
}
