import { describe, expect, it } from 'vitest';
import { readTracing } from './settings.ts';

const read = (env: Readonly<Record<string, string>>) => readTracing((name) => env[name]);
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/base/' };

describe('traces', () => {
  it('are wanted when a collector is named or otlp is asked for', () => {
    expect(read({})).toBeUndefined();
    expect(read({ OTEL_SERVICE_NAME: 'x' })).toBeUndefined();
    expect(read({ OTEL_TRACES_EXPORTER: 'otlp' })?.url).toBe('http://localhost:4318/v1/traces');
    expect(read(ENDPOINT)?.url).toBe('http://collector:4318/base/v1/traces');
    expect(read({ ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example/x' })?.url).toBe(
      'https://t.example/x',
    );
    expect(read({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
    expect(read({ ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' })).toBeUndefined();
  });

  it('carry headers, a name and attributes', () => {
    expect(
      read({
        ...ENDPOINT,
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, x = y=z ,',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test,service.name=other',
        OTEL_SERVICE_NAME: 'hub',
      }),
    ).toMatchObject({
      headers: { 'api-key': 'a b', x: 'y=z' },
      resource: { 'deployment.environment': 'test', 'service.name': 'hub' },
    });
    expect(read(ENDPOINT)?.resource).toEqual({ 'service.name': 'patchbay' });
  });

  it.each([
    [undefined, undefined, true, 1],
    ['always_off', undefined, false, 0],
    ['traceidratio', '0.25', false, 0.25],
    ['parentbased_traceidratio', '0.5', true, 0.5],
  ])('are sampled as %s says', (sampler, ratio, parentBased, expected) => {
    const env = {
      ...ENDPOINT,
      ...(sampler && { OTEL_TRACES_SAMPLER: sampler }),
      ...(ratio && { OTEL_TRACES_SAMPLER_ARG: ratio }),
    };
    expect(read(env)?.sampling).toEqual({ parentBased, ratio: expected });
  });

  it.each([
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
    ['OTEL_TRACES_SAMPLER', 'toString'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'secret-without-name'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ])('stop the start when %s is "%s"', (name, value) => {
    expect(() => read({ ...ENDPOINT, [name]: value })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    expect(() => read({ ...ENDPOINT, [name]: value })).toThrow(name);
  });
});
