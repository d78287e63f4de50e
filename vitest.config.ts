import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tools/closing-line-reporter.ts';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'test/**/*.test.ts',
      'tools/**/*.test.ts',
      'hub/src/**/*.test.ts',
      'hub/test/**/*.test.ts',
    ],
    setupFiles: ['test/support/shut-network.ts', 'test/support/repeatable.ts'],
    reporters: ['default', new ClosingLineReporter()],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a test waits for comes at once on an idle machine and late on a busy one.
    expect: { poll: { timeout: 20_000 } },
    env: { TZ: 'UTC' },
  },
});
