export { parseDateLoosely } from './dates.ts';
export { explain } from './explain.ts';
export {
  type Compat,
  type CompiledExpression,
  compileExpression,
  type ExpressionOptions,
} from './expression.ts';
export { ExpressionError, type ExpressionFault } from './expression-error.ts';
export { EXPRESSION_FUNCTIONS } from './functions.ts';
export { compileTemplate, type TemplateOptions } from './template.ts';
