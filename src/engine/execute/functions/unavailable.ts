import type { StepRunner } from '../../compile/program-of.ts';
import { engineFailure } from '../outcome.ts';

/** A step function that needs machinery only the cloud of the format's makers has; running it says so. */
export const compileUnavailable = (name: string, needs: string) => (): StepRunner => async () => {
  throw engineFailure(`The step function ${name} is not available on a self-hosted server: it needs ${needs}.`, 501);
};
