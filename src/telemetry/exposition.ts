import type { Registry } from 'prom-client';
import type { Family } from './series.ts';

/** What the library asks of a metric at a scrape. */
const asked = (family: Family) => ({
  name: family.name,
  help: family.help,
  type: family.type,
  aggregator: 'sum',
  get: async () => ({
    name: family.name,
    help: family.help,
    type: family.type,
    aggregator: 'sum',
    values: (await family.samples()).map(({ ending, labels, value }) => ({
      metricName: `${family.name}${ending}`,
      labels,
      value,
    })),
  }),
});

/** The text of a scrape, with the metrics of the process. */
export interface Exposition {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Loads the library and hands it the metrics. It measures the event loop from then on. */
export async function createExposition(families: () => readonly Family[]): Promise<Exposition> {
  const { Registry, collectDefaultMetrics } = await import('prom-client');
  const processMetrics: Registry = new Registry();
  collectDefaultMetrics({ register: processMetrics });
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    async text() {
      const own = new Registry();
      for (const family of families())
        own.registerMetric(asked(family) as unknown as Parameters<typeof own.registerMetric>[0]);
      // The library writes "Nan", which not every reader of the format takes.
      const ofProcess = (await processMetrics.metrics()).replaceAll(/ Nan$/gm, ' NaN');
      return `${(await own.metrics()).trimEnd()}\n${ofProcess}`;
    },
  };
}
