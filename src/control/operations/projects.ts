import { Type } from 'typebox';
import { fail, toIso } from '../../kernel/index.ts';
import type { Project } from '../../platform/projects/index.ts';
import { operation } from '../operation.ts';
import type { ControlParts } from '../parts.ts';

/** `projects list`. */
export const listProjects = operation({
  name: 'projects.list',
  input: Type.Object({}, { additionalProperties: false }),
  run: async ({ projects }) =>
    (await projects.list()).map(({ id, name, createdAt }) => ({ id, name, created_at: toIso(createdAt) })),
});

/** A project named by its id; may be left out where there is only one. */
export interface ProjectChoice {
  readonly project?: string | undefined;
}

/**
 * The projects that are meant: the named one, or all.
 * @throws PatchbayError `project_not_found`
 */
export async function chosenProjects(
  { projects }: Pick<ControlParts, 'projects'>,
  { project }: ProjectChoice,
): Promise<Project[]> {
  const all = await projects.list();
  if (project === undefined) return all;
  const found = all.find(({ id }) => id === project);
  if (found === undefined) throw fail('project_not_found', { id: project, known: `Projects: ${namesOf(all)}.` });
  return [found];
}

/**
 * The one project that is meant.
 * @throws PatchbayError `project_not_found`; `project_not_named` where none is named and there are several
 */
export async function chosenProject(parts: ControlParts, choice: ProjectChoice): Promise<Project> {
  const [first, ...more] = await chosenProjects(parts, choice);
  if (first === undefined) throw fail('project_not_found', { id: choice.project ?? '', known: 'There is none yet.' });
  if (more.length > 0) throw fail('project_not_named', { known: namesOf([first, ...more]) });
  return first;
}

const namesOf = (projects: readonly Project[]): string => projects.map(({ id }) => id).join(', ') || 'none';
