import { type Static, Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { fail, toIso } from '../../kernel/index.ts';
import { operatorOf, projectOf } from './guard.ts';
import { type Member, ROLES, type Role } from './membership-store.ts';
import { ProjectParams } from './project-schema.ts';
import { Email } from './schema.ts';
import type { Operators } from './service.ts';

const VIEWER: Access = { kind: 'operator', role: 'viewer' };
const ADMIN: Access = { kind: 'operator', role: 'admin' };
const OWNER: Access = { kind: 'operator', role: 'owner' };
const TAGS = ['Operators: members'];

const RoleName = Type.Unsafe<Role>({ type: 'string', enum: [...ROLES] });
const OperatorId = Type.String({ maxLength: 128, description: 'Id of the operator.' });
const MemberParams = Type.Object({ ...ProjectParams.properties, operator_id: OperatorId });

const MemberView = Type.Object({
  operator_id: Type.String(),
  email: Type.String(),
  role: RoleName,
  created_at: Type.String({ format: 'date-time' }),
  last_sign_in_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

const toMemberView = (member: Member): Static<typeof MemberView> => ({
  operator_id: member.operatorId,
  email: member.email,
  role: member.role,
  created_at: toIso(member.createdAt),
  last_sign_in_at: toIso(member.lastSignInAt),
});

/** Registers the routes of a project's members, and the one that gives an operator a new one-time password. */
export function memberRoutes(app: HttpApp, operators: Operators): void {
  app.get(
    '/operator/projects/:project_id/members',
    {
      config: { access: VIEWER },
      schema: {
        tags: TAGS,
        summary: 'List the members of a project',
        params: ProjectParams,
        response: { 200: Type.Object({ data: Type.Array(MemberView) }) },
      },
    },
    async (request) => ({
      data: (await operators.listMembers(projectOf(request).project.id)).map(toMemberView),
    }),
  );

  app.post(
    '/operator/projects/:project_id/members',
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Add a member; whoever is new here gets a one-time password, shown this once',
        params: ProjectParams,
        body: Type.Object({ email: Email, role: RoleName }, { additionalProperties: false }),
        response: {
          201: Type.Object({ ...MemberView.properties, one_time_password: Type.Union([Type.String(), Type.Null()]) }),
        },
      },
    },
    async (request, reply) => {
      const { actor, project } = projectOf(request);
      const { email, role } = request.body;
      const { member, oneTimePassword } = await operators.addMember(project.id, email, role, actor);
      return reply.code(201).send({ ...toMemberView(member), one_time_password: oneTimePassword });
    },
  );

  app.patch(
    '/operator/projects/:project_id/members/:operator_id',
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Change the role of a member',
        params: MemberParams,
        body: Type.Object({ role: RoleName }, { additionalProperties: false }),
        response: { 200: MemberView },
      },
    },
    async (request) => {
      const { actor, project } = projectOf(request);
      const { operator_id } = request.params;
      return toMemberView(await operators.changeRole(project.id, operator_id, request.body.role, actor));
    },
  );

  app.delete(
    '/operator/projects/:project_id/members/:operator_id',
    {
      config: { access: ADMIN },
      schema: { tags: TAGS, summary: 'Remove a member', params: MemberParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { actor, project } = projectOf(request);
      await operators.removeMember(project.id, request.params.operator_id, actor);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/operator/operators/:operator_id/one_time_password',
    {
      config: { access: OWNER },
      schema: {
        tags: TAGS,
        summary: 'Give an operator a new one-time password, shown this once, and sign them out everywhere',
        params: Type.Object({ operator_id: OperatorId }),
        response: { 201: Type.Object({ email: Type.String(), one_time_password: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { operator_id: id } = request.params;
      const operator = await operators.find(id);
      if (operator === undefined) throw fail('operator_not_found', { id });
      const { email, password } = await operators.setPassword(operator.email, undefined, operatorOf(request).actor);
      return reply.code(201).send({ email, one_time_password: password });
    },
  );
}
