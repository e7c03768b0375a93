import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/live/**/*.test.ts'],
    disableConsoleIntercept: true,
    // one cluster, and pulls that have to fail first
    fileParallelism: false,
    testTimeout: 420_000,
    hookTimeout: 420_000,
  },
});
