/** The records in the order they were made. */
export const byAge = <Row extends { readonly createdAt: number }>(rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => a.createdAt - b.createdAt);

/** The records with the newest first. */
export const newestFirst = <Row extends { readonly createdAt: number }>(rows: readonly Row[]): Row[] =>
  byAge(rows).reverse();
