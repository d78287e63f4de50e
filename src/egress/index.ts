export { parseEgressAllow } from './allow-list.ts';
export { createEgress } from './egress.ts';
export type { Egress, EgressOptions, EgressRequest, EgressResponse, Lookup, UrlCheck } from './types.ts';
