import { type Static, Type } from 'typebox';
import { toIso } from '../../kernel/index.ts';
import { PASSWORD_LENGTH } from './passwords.ts';
import type { SignedIn } from './sign-in.ts';

const DateTime = Type.String({ format: 'date-time' });
const OptionalDateTime = Type.Union([DateTime, Type.Null()]);

/** An e-mail address. Loose on purpose: `admin@localhost` is one. */
export const Email = Type.String({ maxLength: 254, pattern: '^\\s*[^\\s@]{1,64}@[^\\s@]{1,189}\\s*$' });
const Password = Type.String({ maxLength: PASSWORD_LENGTH.maxLength });

/** Body of `POST /operator/sign-in`. */
export const SignInBody = Type.Object({ email: Email, password: Password }, { additionalProperties: false });

/** Body of `POST /operator/password`. */
export const PasswordBody = Type.Object(
  { current_password: Password, new_password: Type.String(PASSWORD_LENGTH) },
  { additionalProperties: false },
);

/** A signed-in operator. */
export const MeView = Type.Object({
  operator: Type.Object({
    id: Type.String(),
    email: Type.String(),
    owner: Type.Boolean(),
    must_change_password: Type.Boolean(),
    last_sign_in_at: OptionalDateTime,
  }),
  session: Type.Object({ created_at: DateTime, expires_at: DateTime }),
});

/** The wire form of a signed-in operator. */
export const toMe = ({ operator, session }: SignedIn): Static<typeof MeView> => ({
  operator: {
    id: operator.id,
    email: operator.email,
    owner: operator.isOwner,
    must_change_password: operator.oneTimeUntil !== null,
    last_sign_in_at: toIso(operator.lastSignInAt),
  },
  session: { created_at: toIso(session.createdAt), expires_at: toIso(session.expiresAt) },
});
