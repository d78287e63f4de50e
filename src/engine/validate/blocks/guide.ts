import type {
  GuideDefinition,
  GuideSectionDefinition,
  GuideStepDefinition,
  SupportDefinition,
} from '../../definition.ts';
import { list, texts } from '../kinds/collections.ts';
import { block, optional, required } from '../kinds/mapping.ts';
import { bool, text } from '../kinds/scalars.ts';
import { webAddress } from './common.ts';
import { scopes } from './scopes.ts';

const image = block<{ src: string; alt: string }>({
  what: 'an image',
  keys: { src: required(webAddress), alt: required(text()) },
});

const step = block<GuideStepDefinition>({
  what: 'a step of a guide',
  keys: {
    title: required(text()),
    content: required(text()),
    list: optional(texts('texts')),
    image: optional(image),
    displayScopes: optional(bool),
    applicableScopes: optional(scopes),
  },
});

const section = block<GuideSectionDefinition>({
  what: 'a section of a guide',
  keys: {
    title: required(text()),
    content: required(text()),
    list: optional(texts('texts')),
    image: optional(image),
    steps: optional(list(step, 'steps')),
    applicableScopes: optional(scopes),
  },
});

/** A connection guide. */
export const guide = block<GuideDefinition>({
  what: 'a guide',
  keys: { warning: optional(text()), sections: required(list(section, 'sections')) },
});

/** `support`. */
export const support = block<SupportDefinition>({
  what: 'the support of an authentication',
  keys: {
    link: optional(webAddress),
    description: optional(text()),
    guides: optional(
      block<NonNullable<SupportDefinition['guides']>>({
        what: 'the guides',
        keys: { config: optional(guide), setup: optional(guide) },
      }),
    ),
  },
});
