import type { ChangelogDefinition, ConnectorInfo, DocumentationDefinition } from '../../definition.ts';
import { quote, writtenText } from '../../parse/index.ts';
import { list, texts } from '../kinds/collections.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { choice, text, wrongType } from '../kinds/scalars.ts';
import { nameOf } from '../path.ts';
import { isSemanticVersion } from '../rules/version.ts';
import { filled, identifier, webAddress } from './common.ts';

/** A number such as 1.0 is a version written without its last part. */
const version: Kind<string> = {
  expects: 'a semantic version',
  read(node, path, context) {
    if (node.kind !== 'scalar' || typeof node.value === 'boolean') return wrongType(node, path, context, this.expects);
    const written = writtenText(node);
    if (isSemanticVersion(written)) return written;
    const message = `${nameOf(path)} must be a semantic version such as 1.0.0, not ${quote(written)}.`;
    context.report('invalid-version', node, path, message);
    return undefined;
  },
};

/** `info`. */
export const info = block<ConnectorInfo>({
  what: 'the info of a connector',
  keys: {
    title: required(filled),
    key: required(identifier('a key')),
    version: required(version),
    assets: optional(block<{ icon?: string }>({ what: 'assets', keys: { icon: optional(webAddress) } })),
    description: optional(text()),
    details: optional(text()),
  },
});

/** `documentation`. */
export const documentation = block<DocumentationDefinition>({
  what: 'the documentation',
  keys: {
    references: defaulted(
      list(
        block<DocumentationDefinition['references'][number]>({
          what: 'a reference',
          keys: { title: required(filled), url: required(webAddress), description: optional(text()) },
        }),
        'references',
      ),
      [],
    ),
  },
});

/** `changelog`. */
export const changelog = block<ChangelogDefinition>({
  what: 'the changelog',
  keys: {
    summary: required(text()),
    labels: defaulted(
      list(choice(['auth', 'downstream-change', 'bug-fix', 'new-actions'], { severity: 'warning' }), 'labels'),
      [],
    ),
  },
});

/** Documentation of the provider: one text, or a list of them. */
export const resources: Kind<string> = {
  expects: 'a text',
  read(node, path, context) {
    return node.kind === 'list'
      ? texts('texts').read(node, path, context)?.join('\n')
      : text().read(node, path, context);
  },
};
