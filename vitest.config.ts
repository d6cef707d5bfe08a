import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// The shared package is tested from its sources, so that no build has to come first.
const serverSide = { conditions: ['source', ...defaultServerConditions] };

/** type-graphql and Apollo would load graphql's CommonJS copy beside the ESM one, and refuse each other's schemas. */
const alias = { graphql: 'graphql/index.js' };

/** What is waited for comes within a second or two; a machine that is busy with other things has many times that. */
const patient = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000, interval: 50 } } };

/** A page that comes back after a restart may wait half a minute by itself first. */
const enduring = { testTimeout: 600_000, hookTimeout: 600_000, expect: { poll: { timeout: 120_000, interval: 50 } } };

/** Specs that nothing may run beside: the one measures memory, the other may build what is run. */
const alone = ['e2e/export-memory.spec.ts', 'e2e/readme.spec.ts'];

export default defineConfig({
  // The decorators of type-graphql and TypeORM.
  oxc: { decorator: { legacy: true } },
  resolve: serverSide,
  ssr: { resolve: serverSide },
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['shared/src/**/*.test.ts', 'server/src/**/*.test.ts', 'server/bench/*.test.ts'],
          globalSetup: ['server/src/testing/built.ts', 'server/src/testing/clusters.ts'],
          setupFiles: ['server/src/testing/setup.ts'],
          alias,
          ...patient,
          // One more than the two cores that there may be: much of it waits for programs and databases to start and to end.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        resolve: { conditions: ['source', ...defaultClientConditions] },
        test: { name: 'client', include: ['client/src/**/*.test.{ts,tsx}'], ...patient },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts', 'server/bench/*.spec.ts'],
          exclude: alone,
          globalSetup: ['server/src/testing/clusters.ts'],
          // Every spec starts servers and browsers of its own, which keep a core busy.
          maxWorkers: 2,
          ...enduring,
        },
      },
      {
        extends: true,
        test: { name: 'e2e-alone', include: alone, fileParallelism: false, sequence: { groupOrder: 1 }, ...enduring },
      },
    ],
  },
});
