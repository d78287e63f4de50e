import type { HubClient } from '../api/client.ts';
import { type Problem, RequestError } from '../api/problem.ts';

type Methods = {
  [Name in keyof HubClient]?: HubClient[Name] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => R | Promise<R> | Problem
    : never;
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'providerResponse' in value;

/** A client that answers by the given methods; a problem is thrown. Anything else it is asked for fails the test. */
export function fakeClient(methods: Methods): { client: HubClient; calls: [string, ...unknown[]][] } {
  const calls: [string, ...unknown[]][] = [];
  const client = new Proxy({} as HubClient, {
    get: (_, name: string) => {
      if (name === 'signInUrl')
        return (...args: unknown[]) => `https://hub.example.com/connect?${JSON.stringify(args)}`;
      return async (...args: unknown[]) => {
        calls.push([name, ...args]);
        const method = methods[name as keyof Methods] as ((...a: unknown[]) => unknown) | undefined;
        if (method === undefined) throw new Error(`The machine asked for ${name}, which this test does not answer.`);
        const answer = await method(...args);
        if (isProblem(answer)) throw new RequestError(answer);
        return answer;
      };
    },
  });
  return { client, calls };
}
