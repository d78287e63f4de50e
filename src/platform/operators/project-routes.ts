import { Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Projects } from '../projects/index.ts';
import { operatorOf, projectOf } from './guard.ts';
import {
  assertRetention,
  CreateProjectBody,
  changeOf,
  PatchProjectBody,
  ProjectParams,
  ProjectRow,
  ProjectView,
  projectEvent,
  toProjectRow,
  toProjectView,
} from './project-schema.ts';
import type { Operators } from './service.ts';

const ANYBODY: Access = { kind: 'operator' };
const OWNER: Access = { kind: 'operator', role: 'owner' };
const VIEWER: Access = { kind: 'operator', role: 'viewer' };
const ADMIN: Access = { kind: 'operator', role: 'admin' };
const TAGS = ['Operators: projects'];

/** What the project routes need. */
export interface ProjectRouteParts {
  readonly operators: Operators;
  readonly projects: Projects;
  readonly audit: Audit;
  /** Fills a new project with what every project begins with. */
  readonly furnish: (projectId: string) => Promise<void>;
}

/** Registers `GET|POST /operator/projects` and `GET|PATCH /operator/projects/:project_id`. */
export function projectRoutes(app: HttpApp, { operators, projects, audit, furnish }: ProjectRouteParts): void {
  app.get(
    '/operator/projects',
    {
      config: { access: ANYBODY },
      schema: {
        tags: TAGS,
        summary: 'List the projects you are in',
        response: { 200: Type.Object({ data: Type.Array(ProjectRow) }) },
      },
    },
    async (request) => {
      const { operator } = operatorOf(request);
      const roles = operator.isOwner ? undefined : await operators.rolesOf(operator.id);
      const data = (await projects.list()).flatMap((project) => {
        const role = roles === undefined ? 'owner' : roles.get(project.id);
        return role === undefined ? [] : [toProjectRow(project, role)];
      });
      return { data };
    },
  );

  app.post(
    '/operator/projects',
    {
      config: { access: OWNER },
      schema: {
        tags: TAGS,
        summary: 'Create a project, with the connectors that need no set-up enabled',
        body: CreateProjectBody,
        response: { 201: ProjectView },
      },
    },
    async (request, reply) => {
      const caller = operatorOf(request);
      const made = await audit.recorded(
        (db) => projects.create(request.body.name.trim(), db),
        (project) => projectEvent(caller, 'created', project, { name: project.name }),
      );
      await furnish(made.id);
      return reply.code(201).send(toProjectView(made, 'owner'));
    },
  );

  app.get(
    '/operator/projects/:project_id',
    {
      config: { access: VIEWER },
      schema: { tags: TAGS, summary: 'Get a project', params: ProjectParams, response: { 200: ProjectView } },
    },
    (request) => {
      const { project, role } = projectOf(request);
      return toProjectView(project, role);
    },
  );

  app.patch(
    '/operator/projects/:project_id',
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Rename a project, change its settings',
        params: ProjectParams,
        body: PatchProjectBody,
        response: { 200: ProjectView },
      },
    },
    async (request) => {
      const caller = projectOf(request);
      const change = changeOf(request.body);
      const { id } = caller.project;
      const changed = await audit.recorded(
        async (db, notify) => {
          const project = await projects.update(id, change, db);
          if (project === undefined)
            throw fail('project_not_found', { id, known: 'GET /operator/projects lists them.' });
          assertRetention(project);
          await projects.changed(id, notify);
          return project;
        },
        (project) => projectEvent(caller, 'updated', project, { ...change }),
      );
      return toProjectView(changed, caller.role);
    },
  );
}
