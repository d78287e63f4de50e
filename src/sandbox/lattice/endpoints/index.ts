import { EMPLOYEE_ENDPOINTS } from '../hris/employees.ts';
import { REVIEW_DRAFT_ENDPOINTS } from '../hris/reviews.ts';
import { TIME_OFF_ENDPOINTS } from '../hris/time-off.ts';
import { AUTHORIZE_ENDPOINTS } from '../oauth/authorize.ts';
import { TOKEN_ENDPOINTS } from '../oauth/token.ts';
import type { LatticeEndpoint } from './endpoint.ts';
import { GOAL_ENDPOINTS } from './goals.ts';
import { PEOPLE_ENDPOINTS } from './people.ts';
import { REVIEW_ENDPOINTS } from './reviews.ts';
import { TALK_ENDPOINTS } from './talk.ts';

/** Every operation of both APIs and of the authorization server. */
export const ENDPOINTS: readonly LatticeEndpoint[] = [
  ...PEOPLE_ENDPOINTS,
  ...GOAL_ENDPOINTS,
  ...TALK_ENDPOINTS,
  ...REVIEW_ENDPOINTS,
  ...EMPLOYEE_ENDPOINTS,
  ...TIME_OFF_ENDPOINTS,
  ...REVIEW_DRAFT_ENDPOINTS,
  ...AUTHORIZE_ENDPOINTS,
  ...TOKEN_ENDPOINTS,
];
