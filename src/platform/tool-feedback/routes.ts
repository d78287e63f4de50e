import { Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { fail, toIso } from '../../kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import { keyOf } from '../api-keys/index.ts';
import { logNotesOf } from '../logs/index.ts';
import type { ToolFeedback } from './store.ts';

const EXECUTE: Access = { kind: 'api-key', scopes: ['actions:execute'], keysOnly: true };

const Body = Type.Object({
  feedback: Type.String({ minLength: 1, maxLength: 16_384, pattern: '\\S' }),
  account_id: Type.String({ minLength: 1, maxLength: 128 }),
  tool_names: Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 500 }),
});

const Answer = Type.Object({
  message: Type.String(),
  key: Type.String({ description: 'Id of the stored feedback.' }),
  submitted_at: Type.String({ format: 'date-time' }),
  trace_id: Type.String({ description: 'Id of the request, as logs have it.' }),
});

const EXAMPLES = {
  request: {
    feedback: 'The list came without names.',
    account_id: 'GnQoASvosYhE5wJcmmAQs',
    tool_names: ['acme_list_people'],
  },
} as const;

/** Registers `POST /ai/tool-feedback`. */
export function toolFeedbackRoutes(
  app: HttpApp,
  { feedback, accounts }: { readonly feedback: ToolFeedback; readonly accounts: Accounts },
): void {
  app.post(
    '/ai/tool-feedback',
    {
      config: { access: EXECUTE, api: { refusals: [404], examples: EXAMPLES } },
      schema: {
        tags: ['Actions'],
        summary: 'Say how tools of a linked account worked out',
        body: Body,
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { projectId, id: apiKeyId } = keyOf(request);
      const { account_id: accountId, tool_names: toolNames, feedback: text } = request.body;
      const account = await accounts.get(projectId, accountId);
      if (account === undefined) throw fail('account_not_found', { id: accountId });
      Object.assign(logNotesOf(request), { accountId, provider: account.provider });
      const stored = await feedback.add({
        projectId,
        accountId,
        toolNames: [...new Set(toolNames)],
        feedback: text.trim(),
        apiKeyId,
        traceId: request.id,
      });
      return {
        message: 'Feedback successfully stored',
        key: stored.id,
        submitted_at: toIso(stored.submittedAt),
        trace_id: stored.traceId,
      };
    },
  );
}
