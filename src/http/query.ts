import { Type } from 'typebox';

/** Schema of a query parameter that is a list: repeated (`a=1&a=2`), with commas (`a=1,2`), or both. */
export const QueryList = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]));

/** The values of a {@link QueryList}; empty items are dropped. */
export const queryList = (value: string | readonly string[] | undefined): string[] =>
  value === undefined
    ? []
    : [value]
        .flat()
        .flatMap((item) => item.split(','))
        .map((item) => item.trim())
        .filter(Boolean);
