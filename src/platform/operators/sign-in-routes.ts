import { Type } from 'typebox';
import { type Access, type HttpApp, sourceIp } from '../../http/index.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './cookie.ts';
import { isSecure, operatorOf } from './guard.ts';
import { assertSameOrigin } from './same-origin.ts';
import { MeView, PasswordBody, SignInBody, toMe } from './schema.ts';
import type { Operators } from './service.ts';

const SIGNED_IN: Access = { kind: 'operator', allowOneTimePassword: true };
const TAGS = ['Operators'];

/** What the sign-in routes need. */
export interface SignInRouteParts {
  readonly operators: Operators;
  readonly publicUrl: () => string;
}

/** Registers `POST /operator/sign-in`, `/sign-out` and `/password`, and `GET /operator/me`. */
export function signInRoutes(app: HttpApp, { operators, publicUrl }: SignInRouteParts): void {
  const secure = (): boolean => isSecure(publicUrl());

  app.post(
    '/operator/sign-in',
    {
      config: { access: { kind: 'public' }, api: { refusals: [401, 403, 429] } },
      schema: { tags: TAGS, summary: 'Sign in', body: SignInBody, response: { 200: MeView } },
    },
    async (request, reply) => {
      // Otherwise another site could sign a browser in as somebody else.
      assertSameOrigin(request, publicUrl());
      const { email, password } = request.body;
      const earlier = readSessionCookie(request, secure());
      const made = await operators.signIn(email, password, sourceIp(request), earlier);
      setSessionCookie(reply, secure(), made.token);
      return toMe(made);
    },
  );

  app.post(
    '/operator/sign-out',
    {
      config: { access: SIGNED_IN },
      schema: { tags: TAGS, summary: 'Sign out', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await operators.signOut(operatorOf(request), sourceIp(request));
      clearSessionCookie(reply, secure());
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/operator/me',
    {
      config: { access: SIGNED_IN },
      schema: { tags: TAGS, summary: 'Who is signed in', response: { 200: MeView } },
    },
    (request) => toMe(operatorOf(request)),
  );

  app.post(
    '/operator/password',
    {
      config: { access: SIGNED_IN },
      schema: {
        tags: TAGS,
        summary: 'Change your password; ends your sessions elsewhere',
        body: PasswordBody,
        response: { 200: MeView },
      },
    },
    async (request, reply) => {
      const { current_password, new_password } = request.body;
      const caller = operatorOf(request);
      const made = await operators.changePassword(caller, current_password, new_password, sourceIp(request));
      setSessionCookie(reply, secure(), made.token);
      return toMe(made);
    },
  );
}
