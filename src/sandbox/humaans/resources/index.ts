import { defineResource, type Resource } from '../resource.ts';
import { AUTOMATION } from './automation.ts';
import { DOCUMENT_RESOURCES } from './documents.ts';
import { PAY } from './pay.ts';
import { PEOPLE } from './people.ts';
import { PERFORMANCE } from './performance.ts';
import { PROFILE } from './profile.ts';
import { REQUESTS } from './requests.ts';
import { TIME_AWAY } from './time-away.ts';
import { TIMESHEETS } from './timesheets.ts';
import { WORKFLOWS } from './workflows.ts';

/** Every resource of the API that has records. */
export const RESOURCES: readonly Resource[] = [
  ...PEOPLE,
  ...PAY,
  ...DOCUMENT_RESOURCES,
  ...PROFILE,
  ...TIME_AWAY,
  ...TIMESHEETS,
  ...AUTOMATION,
  ...REQUESTS,
  ...PERFORMANCE,
  ...WORKFLOWS,
].map(defineResource);
