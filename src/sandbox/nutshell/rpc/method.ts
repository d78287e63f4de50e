import type { Permission } from '../model/catalog.ts';
import { apiId, type EntityType } from '../model/ids.ts';
import type { Stored } from '../model/records.ts';
import type { View } from '../view.ts';
import { entityNotFound } from './errors.ts';

/** Parameters by name. */
export type Params = Readonly<Record<string, unknown>>;

/** A method of the legacy API. */
export interface RpcMethod {
  /** Names in the order in which positional parameters come. */
  readonly params: readonly string[];
  readonly needs: readonly Permission[];
  readonly run: (view: View, params: Params) => unknown;
}

export type RpcMethods = Readonly<Record<string, RpcMethod>>;

export const CRM: readonly Permission[] = ['canAccessCrm'];

/** The record a method asks for. @throws RpcError when there is none */
export function entityOf(view: View, type: EntityType, id: unknown): Stored {
  const number = Number(id);
  const row = Number.isSafeInteger(number) ? view.any(apiId(type, number)) : undefined;
  if (row === undefined || !view.exists(row) || !view.sees(row)) throw entityNotFound();
  return row;
}
