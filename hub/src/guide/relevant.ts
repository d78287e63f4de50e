import type { Guide, GuideSection, GuideStep, Scope } from '../model/connector.ts';

/** A step as it is shown, with the scopes to list under it. */
export interface ShownStep extends GuideStep {
  /** Stable within the guide, also when other steps come and go. */
  readonly id: string;
  readonly scopes: readonly Scope[];
}

/** A section as it is shown. */
export interface ShownSection extends Omit<GuideSection, 'steps'> {
  readonly steps: readonly ShownStep[];
}

const applies = (scopes: readonly string[], needed: readonly Scope[]): boolean =>
  scopes.length === 0 || needed.some((scope) => scopes.includes(scope.name));

const listed = (step: GuideStep, needed: readonly Scope[]): readonly Scope[] => {
  if (!step.showScopes) return [];
  const limited = needed.filter((scope) => step.displayScopes.includes(scope.name));
  return limited.length > 0 ? limited : needed;
};

/** The sections and steps that concern the scopes which are needed. A section whose steps all fall away goes too. */
export function relevantSections(guide: Guide, needed: readonly Scope[]): readonly ShownSection[] {
  return guide.sections
    .map((section, s) => ({
      ...section,
      had: section.steps.length,
      steps: section.steps
        .map((step, i) => ({ ...step, id: `${s}/${i}`, scopes: listed(step, needed) }))
        .filter((step) => applies(step.applicableScopes, needed)),
    }))
    .filter((section) => applies(section.applicableScopes, needed) && (section.had === 0 || section.steps.length > 0));
}
