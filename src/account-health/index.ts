export { type AccountHealth, type AccountHealthParts, createAccountHealth, type Round } from './service.ts';
