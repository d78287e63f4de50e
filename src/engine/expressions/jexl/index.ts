export { type CompiledJexl, compileJexlText, type JexlOptions } from './expression.ts';
