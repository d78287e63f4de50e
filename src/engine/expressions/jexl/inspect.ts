import { plainPath } from './compiler.ts';
import type { JexlNode } from './tree.ts';

/** What can be told about an expression without evaluating it. */
export interface JexlFacts {
  /** Paths from the context, such as `['inputs', 'id']`, in the order of the text. */
  readonly references: string[][];
  /** Names of the functions called. */
  readonly calls: string[];
}

/** The nodes directly below a node, in the order of the text. */
function below(node: JexlNode): readonly (JexlNode | null)[] {
  switch (node.type) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
      return [node.from];
    case 'filter':
      return [node.subject, node.expression];
    case 'not':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'conditional':
      return [node.test, node.consequent, node.alternate];
    case 'list':
      return node.items;
    case 'object':
      return node.entries.map(([, value]) => value);
    case 'call':
      return node.args;
    case 'method':
    case 'transform':
      return [node.subject, ...node.args];
  }
}

/** Collects what an expression refers to. */
export function inspectJexl(root: JexlNode | null): JexlFacts {
  const facts: JexlFacts = { references: [], calls: [] };
  const visit = (node: JexlNode | null): void => {
    if (node === null) return;
    const path = plainPath(node);
    if (path !== undefined) {
      facts.references.push(path);
      return;
    }
    if (node.type === 'call' && node.name !== undefined) facts.calls.push(node.name);
    below(node).forEach(visit);
  };
  visit(root);
  return facts;
}
