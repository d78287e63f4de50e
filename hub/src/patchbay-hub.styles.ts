import type { CSSResult } from 'lit';
import { baseStyles } from './styles/base.styles.ts';
import { formStyles } from './styles/form.styles.ts';
import { guideStyles } from './styles/guide.styles.ts';
import { listStyles } from './styles/list.styles.ts';
import { outcomeStyles } from './styles/outcome.styles.ts';

/** Every style of the hub, the general ones first. */
export const hubStyles: CSSResult[] = [baseStyles, listStyles, formStyles, guideStyles, outcomeStyles];
