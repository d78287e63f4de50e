import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { isPatchbayError } from './kernel/index.ts';

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (isPatchbayError(error, 'config_invalid')) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted.');
};

describe('readConfig', () => {
  it('has defaults that run on this machine alone', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4400,
      publicUrl: undefined,
      dataDir: resolve('.patchbay'),
      databaseUrl: undefined,
      encryptionKeys: undefined,
      bootstrapApiKey: undefined,
      sandbox: true,
      egressAllow: [],
      healthCheckHours: 24,
      rateLimit: 1_000,
      trustProxy: [],
      logLevel: 'info',
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('takes empty and blank values for unset', () => {
    expect(readConfig({ PATCHBAY_PORT: '', PATCHBAY_HOST: '  ' })).toMatchObject({ port: 4400, host: '127.0.0.1' });
  });

  it('takes the login of the first operator, and does not repeat its password', () => {
    const login = { PATCHBAY_ADMIN_EMAIL: 'ann@example.com', PATCHBAY_ADMIN_PASSWORD: 'twelve chars' };
    expect(readConfig(login)).toMatchObject({ adminEmail: 'ann@example.com', adminPassword: 'twelve chars' });
    expect(refusal({ PATCHBAY_ADMIN_EMAIL: 'ann' })).toMatch(/PATCHBAY_ADMIN_EMAIL.*"ann"/);
    for (const password of ['eleven char', 'x'.repeat(257)]) {
      expect(refusal({ PATCHBAY_ADMIN_PASSWORD: password })).toMatch(/PATCHBAY_ADMIN_PASSWORD.*12 to 256/);
      expect(refusal({ PATCHBAY_ADMIN_PASSWORD: password })).not.toContain(password);
    }
  });

  it('serves the sandbox only on a loopback host unless told otherwise', () => {
    expect(readConfig({ PATCHBAY_HOST: '0.0.0.0' }).sandbox).toBe(false);
    expect(readConfig({ PATCHBAY_HOST: '::1' }).sandbox).toBe(true);
    expect(readConfig({ PATCHBAY_HOST: '0.0.0.0', PATCHBAY_SANDBOX: 'true' }).sandbox).toBe(true);
    expect(readConfig({ PATCHBAY_SANDBOX: '0' }).sandbox).toBe(false);
  });

  it('drops the trailing slash of the public URL and keeps its path', () => {
    expect(readConfig({ PATCHBAY_PUBLIC_URL: 'https://hub.example/patchbay/' }).publicUrl).toBe(
      'https://hub.example/patchbay',
    );
  });

  it('reads the egress list', () => {
    expect(readConfig({ PATCHBAY_EGRESS_ALLOW: ' 10.0.0.0/8, intra.example:8080 ,' }).egressAllow).toEqual([
      '10.0.0.0/8',
      'intra.example:8080',
    ]);
  });

  it('reads the addresses of proxies, and a rate limit that 0 takes away', () => {
    expect(readConfig({ PATCHBAY_TRUST_PROXY: ' 10.0.0.4, fd00::/8,', PATCHBAY_RATE_LIMIT: '0' })).toMatchObject({
      trustProxy: ['10.0.0.4', 'fd00::/8'],
      rateLimit: 0,
    });
  });

  it.each([
    ['PATCHBAY_RATE_LIMIT', '-1'],
    ['PATCHBAY_RATE_LIMIT', '1e3'],
    ['PATCHBAY_TRUST_PROXY', 'true'],
    ['PATCHBAY_TRUST_PROXY', '10.0.0.0/33'],
    ['PATCHBAY_TRUST_PROXY', '0.0.0.0/0'],
    ['PATCHBAY_TRUST_PROXY', '10.0.0.4, proxy.example'],
    ['PATCHBAY_PORT', '70000'],
    ['PATCHBAY_PORT', '4400x'],
    ['PATCHBAY_HOST', 'not a host'],
    ['PATCHBAY_PUBLIC_URL', 'ftp://x.example'],
    ['PATCHBAY_PUBLIC_URL', 'https://user:pw@x.example'],
    ['PATCHBAY_DATABASE_URL', 'mysql://x'],
    ['PATCHBAY_SANDBOX', 'perhaps'],
    ['PATCHBAY_BOOTSTRAP_API_KEY', 'short'],
    ['PATCHBAY_HEALTH_CHECK_HOURS', '1.5'],
    ['PATCHBAY_LOG_LEVEL', 'loud'],
  ])('names %s when it is "%s"', (variable, value) => {
    expect(refusal({ [variable]: value })).toContain(variable);
  });

  it('asks for encryption keys with PostgreSQL and never repeats a database password', () => {
    expect(refusal({ PATCHBAY_DATABASE_URL: 'postgres://u:hunter2@db/x' })).toMatch(/PATCHBAY_ENCRYPTION_KEYS/);
    expect(refusal({ PATCHBAY_DATABASE_URL: 'hunter2' })).not.toContain('hunter2');
  });

  it('serves metrics only to bearers of a long token, and sends traces only when a collector is named', () => {
    expect(readConfig({})).toMatchObject({ metricsToken: undefined, tracing: undefined });
    expect(readConfig({ PATCHBAY_METRICS_TOKEN: 'a'.repeat(16) }).metricsToken).toBe('a'.repeat(16));
    expect(refusal({ PATCHBAY_METRICS_TOKEN: 'a'.repeat(15) })).toMatch(/PATCHBAY_METRICS_TOKEN.*at least 16/);
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }).tracing).toBeDefined();
    expect(refusal({ OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere' })).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
  });
});
