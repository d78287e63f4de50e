import type { CertificateValues } from '../compile/connector-program.ts';
import type { Compat } from '../compile/scope.ts';
import { compileValue, type Value } from '../compile/value.ts';
import { isRecord } from '../execute/records.ts';

/** Compiles a `certificates` block; texts may be PEM, PEM in Base64, or expressions that yield either. */
export function compileCertificates(source: unknown, compat: Compat): CertificateValues {
  const list = (name: 'certs' | 'keys'): Value[] => {
    const texts = isRecord(source) ? source[name] : undefined;
    return (Array.isArray(texts) ? texts : []).map((text) => compileValue(text, { compat }));
  };
  return { certs: list('certs'), keys: list('keys') };
}
