import { defineConfig } from 'vitest/config';

const wanted = ['PULLCHECK_CLUSTER', 'ADMIN_KUBECONFIG', 'VIEWER_KUBECONFIG', 'GETTER_KUBECONFIG'];
const missing = wanted.filter((name) => !process.env[name]);
if (missing.length > 0)
  process.stderr.write(
    `\nNOTHING IS TESTED: every test needs a cluster and is skipped (not set: ${missing.join(', ')}; see CONTRIBUTING.md)\n`,
  );

export default defineConfig({
  test: {
    include: ['test/live/**/*.test.ts'],
    globalSetup: 'test/support/temporary-folder.ts',
    disableConsoleIntercept: true,
    // one cluster, and pulls that have to fail first
    fileParallelism: false,
    testTimeout: 420_000,
    hookTimeout: 420_000,
  },
});
