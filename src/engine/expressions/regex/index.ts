export { compilePattern, type SafePattern } from './pattern.ts';
