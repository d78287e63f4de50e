export { type CompiledPath, compileJsonPath } from './compiler.ts';
