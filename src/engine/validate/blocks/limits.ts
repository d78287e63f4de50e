import type {
  ConcurrencyDefinition,
  MappedRateLimitError,
  RateLimitDefinition,
  RateLimitPool,
} from '../../definition.ts';
import { list } from '../kinds/collections.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { choice, number, text } from '../kinds/scalars.ts';
import { filled } from './common.ts';

const positive = number({ min: 0.001 });

const mappedError = block<MappedRateLimitError>({
  what: 'a mapped rate limit error',
  keys: {
    errorStatus: required(number({ min: 100, max: 599, integer: true })),
    errorMessage: required(text()),
    errorMessagePath: optional(text()),
    retryAfterPath: optional(text()),
    retryAfterUnit: optional(choice(['seconds', 'milliseconds', 'date'])),
    retryAfterValue: optional(number({ min: 0 })),
  },
});

/** `rateLimit`. */
export const rateLimit = block<RateLimitDefinition>({
  what: 'the rate limit',
  keys: {
    mainRatelimit: optional(positive),
    subPools: defaulted(
      list(
        block<RateLimitPool>({
          what: 'a sub-pool',
          keys: { subPoolKey: required(filled), urlPattern: required(filled), rateLimit: required(positive) },
        }),
        'sub-pools',
      ),
      [],
    ),
    mappedRateLimitErrors: defaulted(list(mappedError, 'errors'), []),
  },
});

/** `concurrency`. */
export const concurrency = block<ConcurrencyDefinition>({
  what: 'the concurrency',
  keys: {
    mainMaxConcurrency: optional(number({ min: 1, integer: true })),
    subPools: defaulted(
      list(
        block<ConcurrencyDefinition['subPools'][number]>({
          what: 'a sub-pool',
          keys: {
            subPoolKey: required(filled),
            urlPattern: required(filled),
            maxConcurrency: required(number({ min: 1, integer: true })),
          },
        }),
        'sub-pools',
      ),
      [],
    ),
  },
});
