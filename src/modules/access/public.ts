export { type Actor, type RouteAccess, signedIn } from './actor.ts';
export { audit } from './audit.ts';
export { type AuthenticationDeps, authentication, SECURITY_SCHEMES } from './authentication.ts';
export { type Credentials, openCredentials } from './credentials.ts';
export type { AccessRoutesDeps } from './deps.ts';
export {
  addPerson,
  createSignInLink,
  ensureFirstAdmin,
  ensurePerson,
  type NewPerson,
  signInUrl,
} from './people.ts';
export { accessRoutes } from './routes.ts';
export { forgetEndedSessions } from './sign-in.ts';
export { addToken, type NewToken, revokeToken } from './tokens.ts';
