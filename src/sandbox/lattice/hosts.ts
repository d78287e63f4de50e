/** Where a company's data live. */
export type Region = 'us' | 'emea';

/** Path below the base that stands for the EMEA host. */
export const EMEA = '/emea';

const EMEA_PATH = /^\/emea(?=\/(?:developer\/)?v[12]\/)/;

/** The host a path below the base belongs to. */
export const regionOf = (path: string): Region => (EMEA_PATH.test(path) ? 'emea' : 'us');

/** A path as the US host knows it, without the prefix of old addresses. */
export const routedAs = (path: string): string => path.replace(EMEA_PATH, '').replace(/^\/developer(?=\/v1\/)/, '');

/** True for paths of the HRIS API. */
export const isHris = (path: string): boolean => routedAs(path).startsWith('/v2/');
