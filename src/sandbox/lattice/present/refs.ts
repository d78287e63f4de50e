import type { View } from '../view.ts';

/** A mention of another record: what it is and where it can be read. */
export function ref(object: string, id: string, view: View): object;
export function ref(object: string, id: string | null, view: View): object | null;
export function ref(object: string, id: string | null, view: View): object | null {
  return id === null ? null : { id, object, url: view.url(`${object}/${id}`) };
}

/** The beginning of a record: id, kind and address. */
export const head = (object: string, id: string, view: View): object => ({
  id,
  object,
  url: view.url(`${object}/${id}`),
});

/** A list that must be read by itself. */
export const lazyList = (path: string, view: View): object => ({ object: 'list', url: view.url(path) });
