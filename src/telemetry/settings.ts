import { fail } from '../kernel/index.ts';

/** How many of the traces that begin here are kept. */
export interface Sampling {
  /** Whether a caller that says whether its trace is kept decides for us, too. */
  readonly parentBased: boolean;
  /** From 0 to 1. */
  readonly ratio: number;
}

/** Where traces go. */
export interface TracingSettings {
  /** URL of the collector (OTLP over HTTP, JSON). */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sampling: Sampling;
  /** Attributes of the resource; `service.name` among them. */
  readonly resource: Readonly<Record<string, string>>;
}

const invalid = (variable: string, reason: string) => fail('config_invalid', { variable, reason });

/** `a=1,b=2` with percent-encoded values (W3C Baggage, as the OpenTelemetry specification says). */
function readPairs(variable: string, text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      // The value may be a secret, so the message does not repeat it.
      if (at < 1) throw invalid(variable, 'it is no list of name=value, separated by commas.');
      try {
        return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
      } catch {
        throw invalid(variable, 'a value in it is not percent-encoded.');
      }
    }),
  );
}

function readUrl(variable: string, text: string, path: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw invalid(variable, 'it is no URL. Use http:// or https:// and the host of the collector.');
  if (path !== '') url.pathname = url.pathname.replace(/\/*$/, path);
  return url.href;
}

const SAMPLERS: Readonly<Record<string, (ratio: number) => Sampling>> = {
  always_on: () => ({ parentBased: false, ratio: 1 }),
  always_off: () => ({ parentBased: false, ratio: 0 }),
  traceidratio: (ratio) => ({ parentBased: false, ratio }),
  parentbased_always_on: () => ({ parentBased: true, ratio: 1 }),
  parentbased_always_off: () => ({ parentBased: true, ratio: 0 }),
  parentbased_traceidratio: (ratio) => ({ parentBased: true, ratio }),
};

function readSampling(name: string, ratio: string | undefined): Sampling {
  const make = Object.hasOwn(SAMPLERS, name) ? SAMPLERS[name] : undefined;
  if (make === undefined)
    throw invalid('OTEL_TRACES_SAMPLER', `"${name}" is not known. Use one of ${Object.keys(SAMPLERS).join(', ')}.`);
  const value = Number(ratio ?? '1');
  if (!(value >= 0 && value <= 1)) throw invalid('OTEL_TRACES_SAMPLER_ARG', `"${ratio}" is no number from 0 to 1.`);
  return make(value);
}

/**
 * Reads the standard `OTEL_*` variables for traces. Those of the exporter alone (timeout, compression, certificates) are
 * read by the OpenTelemetry library itself, and only when traces are wanted.
 * @param value value of a variable; empty ones are undefined
 * @returns undefined when no traces are wanted: none of the variables names a collector or asks for `otlp`
 * @throws PatchbayError `config_invalid` with the variable's name
 */
export function readTracing(value: (name: string) => string | undefined): TracingSettings | undefined {
  const exporter = value('OTEL_TRACES_EXPORTER');
  if (exporter !== undefined && exporter !== 'otlp' && exporter !== 'none')
    throw invalid('OTEL_TRACES_EXPORTER', `"${exporter}" is not known. Use otlp or none.`);
  const own = value('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const shared = value('OTEL_EXPORTER_OTLP_ENDPOINT');
  const wanted = exporter === 'otlp' || own !== undefined || shared !== undefined;
  if (!wanted || exporter === 'none' || value('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;

  const protocol = value('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? value('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (protocol !== undefined && protocol !== 'http/json')
    throw invalid('OTEL_EXPORTER_OTLP_PROTOCOL', `"${protocol}" is not spoken here. Use http/json, or unset it.`);
  const headers = 'OTEL_EXPORTER_OTLP_HEADERS';
  const resource = readPairs('OTEL_RESOURCE_ATTRIBUTES', value('OTEL_RESOURCE_ATTRIBUTES'));
  return Object.freeze({
    url:
      own === undefined
        ? readUrl('OTEL_EXPORTER_OTLP_ENDPOINT', shared ?? 'http://localhost:4318', '/v1/traces')
        : readUrl('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own, ''),
    headers: readPairs(headers, value('OTEL_EXPORTER_OTLP_TRACES_HEADERS') ?? value(headers)),
    sampling: readSampling(value('OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on', value('OTEL_TRACES_SAMPLER_ARG')),
    resource: {
      'service.name': 'patchbay',
      ...resource,
      ...(value('OTEL_SERVICE_NAME') === undefined ? {} : { 'service.name': value('OTEL_SERVICE_NAME')! }),
    },
  });
}
