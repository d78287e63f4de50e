import { ADMINISTRATION_ENDPOINTS } from './administration.ts';
import { CHECK_IN_ENDPOINTS } from './check-ins.ts';
import { OBJECTIVE_ENDPOINTS } from './objectives.ts';
import { PEOPLE_ENDPOINTS } from './people.ts';
import type { FifteenFiveEndpoint } from './resource.ts';
import { REVIEW_ENDPOINTS } from './reviews.ts';

/** Every operation of the API. */
export const ENDPOINTS: readonly FifteenFiveEndpoint[] = [
  ...PEOPLE_ENDPOINTS,
  ...OBJECTIVE_ENDPOINTS,
  ...CHECK_IN_ENDPOINTS,
  ...REVIEW_ENDPOINTS,
  ...ADMINISTRATION_ENDPOINTS,
];

const PATTERNS = ENDPOINTS.map(({ path }) => new RegExp(`^${path.slice(0, -1).replaceAll(/:\w+/g, '[^/]+')}$`));

/** True for a path that lacks nothing but its slash at the end. */
export const lacksSlash = (path: string): boolean => PATTERNS.some((pattern) => pattern.test(path));
