import type { Outcome } from '../outcomes.ts';
import type { Check } from '../subject.ts';
import { allPages, endlessPages } from './pages.ts';
import { leastRights, missingInput, missingRight, notFound, wrongKey } from './refusals.ts';
import { everyInput, fewestInputs } from './requests.ts';
import { limitedWithoutWait, limitedWithWait, serverError } from './trouble.ts';

/** How each outcome is checked. */
export const CHECKS: Readonly<Record<Outcome, Check>> = {
  'every input': everyInput,
  'fewest inputs': fewestInputs,
  'missing input': missingInput,
  'wrong key': wrongKey,
  'missing right': missingRight,
  'least rights': leastRights,
  'not found': notFound,
  '429 with a wait': limitedWithWait,
  '429 without': limitedWithoutWait,
  'server error': serverError,
  'all pages': allPages,
  'endless pages': endlessPages,
};
