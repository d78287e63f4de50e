/** A stored record of any kind. Members are the provider's; what is derived on reading is not stored. */
export type Item = { readonly id: string } & Readonly<Record<string, unknown>>;

/** A member that is text; empty text when it is anything else. */
export const textOf = (item: Readonly<Record<string, unknown>>, name: string): string => {
  const value = item[name];
  return typeof value === 'string' ? value : '';
};
