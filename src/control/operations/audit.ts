import { Type } from 'typebox';
import { toIso } from '../../kernel/index.ts';
import { operation } from '../operation.ts';
import { chosenProjects } from './projects.ts';

/** `audit list`: what was done, newest first. */
export const listAudit = operation({
  name: 'audit.list',
  input: Type.Object({
    project: Type.Optional(Type.String()),
    action: Type.Optional(Type.String()),
    target: Type.Optional(Type.String()),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Integer({ minimum: 1, maximum: 1_000 }),
  }),
  async run(parts, { project, action, target, before, limit }) {
    if (project !== undefined) await chosenProjects(parts, { project });
    const entries = await parts.audit.list({ projectId: project, action, targetId: target }, { before, limit });
    return entries.map((entry) => ({
      position: entry.position,
      at: toIso(entry.at),
      project_id: entry.projectId,
      actor: entry.actor,
      action: entry.action,
      target: entry.target,
      details: entry.details,
      hash: entry.hash,
    }));
  },
});

/** `audit verify`: whether the chain is whole. */
export const verifyAudit = operation({
  name: 'audit.verify',
  input: Type.Object({}, { additionalProperties: false }),
  run: ({ audit }) => audit.verify(),
});
