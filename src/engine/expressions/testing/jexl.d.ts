/** The part of jexl the tests and benches use; the package brings no types. */
declare module 'jexl' {
  export interface JexlExpression {
    evalSync(context?: unknown): unknown;
  }
  export class Jexl {
    addBinaryOp(operator: string, precedence: number, apply: (left: unknown, right: unknown) => unknown): void;
    addFunction(name: string, apply: (...args: never[]) => unknown): void;
    evalSync(source: string, context?: unknown): unknown;
    /** Throws for syntax errors. */
    compile(source: string): JexlExpression;
  }
  const jexl: { readonly Jexl: typeof Jexl };
  // biome-ignore lint/style/noDefaultExport: the package's own shape
  export default jexl;
}
