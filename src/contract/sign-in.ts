import { z } from 'zod';
import { time } from './shapes.ts';

/** GET /api/v1/sign-in/ways (public): the ways in that there are besides one-time links. */
export const waysIn = z.object({
  providers: z.array(z.object({ key: z.string(), name: z.string() })),
  /** Somebody has a password. */
  passwords: z.boolean(),
  /** Somebody has a passkey. */
  passkeys: z.boolean(),
});
export type WaysIn = z.infer<typeof waysIn>;

/** Long enough that guessing is hopeless; everything else is up to the person (NIST SP 800-63B, 3.1.1.2). */
export const SHORTEST_PASSWORD = 12;
/** Longer ones would only cost time to hash. */
const LONGEST_PASSWORD = 200;
const password = z.string().min(1).max(LONGEST_PASSWORD);

/** POST /api/v1/sign-in/password (public). */
export const passwordSignIn = z.strictObject({ email: z.string().trim().min(3).max(300), password });
/** What comes after the password: a code or a passkey; or a second factor is set up first. */
export const afterPassword = z.object({ next: z.enum(['code', 'set-up']) });

/** POST /api/v1/sign-in/code (public): of the app, or a recovery code. */
export const codeSignIn = z.strictObject({ code: z.string().trim().min(6).max(40) });
/** Null: it was a code of the app. */
export const signedInByCode = z.object({ recoveryCodesLeft: z.int().nullable() });

/** What a browser answers about a passkey; the server's library reads it. */
export const passkeyResponse = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().min(1).max(1400),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string().max(10_000) }),
});
export type PasskeyResponse = z.infer<typeof passkeyResponse>;
/** What a browser is asked: PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON. */
export const passkeyOptions = z.looseObject({ challenge: z.string() });

/** POST …/passkeys */
export const addPasskey = z.strictObject({
  response: passkeyResponse,
  name: z.string().trim().max(100).optional(),
});
/** PATCH /api/v1/me/passkeys/:id */
export const renamePasskey = z.strictObject({ name: z.string().trim().min(1).max(100) });

/** POST …/totp: for the app; `uri` as a picture, `secret` to type. */
export const newTotp = z.object({ uri: z.string(), secret: z.string() });
/** POST …/totp/confirm */
export const confirmTotp = z.strictObject({ code: z.string().trim().min(6).max(10) });

/** Shown once; null when the person has some that still work. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).nullable() });

/** PUT /api/v1/me/password: the old one is asked for, unless the person came by a link just now. */
export const changePassword = z.strictObject({ old: password.optional(), password });

/** GET /api/v1/me/security */
export const ownSession = z.object({
  id: z.string(),
  /** This very browser. */
  here: z.boolean(),
  method: z.string(),
  /** `Firefox on Linux` */
  browser: z.string(),
  startedAt: time,
  lastUsedAt: time,
  endsAt: time,
});
export type OwnSession = z.infer<typeof ownSession>;
export const ownPasskey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
});
export type OwnPasskey = z.infer<typeof ownPasskey>;
export const security = z.object({
  email: z.string(),
  /** The old password is asked for before a new one counts. */
  password: z.object({ changedAt: time, oldIsAsked: z.boolean() }).nullable(),
  totp: z.object({ confirmedAt: time }).nullable(),
  recoveryCodesLeft: z.int(),
  passkeys: z.array(ownPasskey),
  identities: z.array(z.object({ key: z.string(), name: z.string(), seenAt: time })),
  sessions: z.array(ownSession),
  /** What protects the account can be changed: nobody has yet, or they signed in within the last half hour. */
  mayChange: z.boolean(),
});
export type Security = z.infer<typeof security>;
