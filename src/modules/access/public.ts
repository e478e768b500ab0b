export { type Account, accountsOf, actorOf, linkAccount, ownerOf, unlinkAccount } from './accounts.ts';
export { type Actor, type RouteAccess, signedIn } from './actor.ts';
export { audit, auditAll } from './audit.ts';
export { authentication, SECURITY_SCHEMES } from './authentication.ts';
export { addressCalled } from './called.ts';
export { openCredentials } from './credentials.ts';
export { type PersonWrite, writePeople } from './directory.ts';
export {
  addPerson,
  createSignInLink,
  ensureFirstAdmin,
  ensurePerson,
  signInUrl,
} from './people.ts';
export { refusal } from './permission.ts';
export { accessRoutes } from './routes.ts';
export { forgetEndedSessions } from './sign-in.ts';
export { addToken } from './tokens.ts';
