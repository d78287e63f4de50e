import { fail } from '../kernel/index.ts';

/** Seconds after which a request is answered even if the provider was not. */
export const REQUEST_SECONDS = 60;

/** What a run comes to, unless that takes longer than a request may. The run itself makes no further calls then. */
export async function inTime<Result>(run: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(fail('request_timed_out', { seconds: REQUEST_SECONDS }, { retryAfter: 60 }));
    timer = setTimeout(refuse, ms);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}
