import { fail } from '../kernel/index.ts';

/** Seconds after which a request is answered even if the provider was not. */
export const REQUEST_SECONDS = 60;

/** What a run comes to, unless that takes longer than a request may. The run itself makes no further calls then. */
export function inTime<Result>(run: Promise<Result>, ms: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(fail('request_timed_out', { seconds: REQUEST_SECONDS }, { retryAfter: 60 }));
    const timer = setTimeout(late, ms);
    run.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
