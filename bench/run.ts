import { measureCalls } from './calls.ts';
import { measureConnectorLoad } from './compile-connector.ts';
import { measureEgress } from './egress.ts';
import { measureEngineOverhead } from './engine-overhead.ts';
import { measureLogIngestion } from './log-ingestion.ts';
import { measureMapping } from './mapping.ts';
import { measureProcesses } from './processes.ts';
import { measureActionSearch } from './search-actions.ts';
import { measureStart } from './start.ts';

/** Every claim about speed and size, by name. Run one with `npm run bench -- <name>`. */
const CLAIMS: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
  calls: measureCalls,
  start: measureStart,
  egress: measureEgress,
  mapping: measureMapping,
  compile: measureConnectorLoad,
  engine: measureEngineOverhead,
  search: measureActionSearch,
  logs: measureLogIngestion,
  processes: measureProcesses,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(CLAIMS, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(CLAIMS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  for (const [name, measure] of Object.entries(CLAIMS)) {
    if (wanted.length === 0 || wanted.includes(name)) console.log(name, await measure());
  }
}
