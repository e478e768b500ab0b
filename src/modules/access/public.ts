export { type Account, accountsOf, actorOf, linkAccount, ownerOf, unlinkAccount } from './accounts.ts';
export {
  type Actor,
  type Places,
  placeOf,
  type RouteAccess,
  signedIn,
} from './actor.ts';
export { audit, auditAll } from './audit.ts';
export { authentication, SECURITY_SCHEMES, stillReads } from './authentication.ts';
export { addressCalled } from './called.ts';
export { openCredentials } from './credentials.ts';
export { writePeople } from './directory.ts';
export {
  addPerson,
  createSignInLink,
  ensureFirstAdmin,
  ensurePerson,
  signInUrl,
} from './people.ts';
export { refusal } from './permission.ts';
export { type Holding, NOWHERE, type Place, rolesAt } from './rights/place.ts';
export { holdingsOfAll } from './rights/store.ts';
export { accessRoutes } from './routes.ts';
export { hashOf, newSecret } from './secret.ts';
export { forgetPipelineTokens } from './services/store.ts';
export { putProvider, resealSignIn } from './sign-in/providers/write-provider.ts';
export { forgetEndedSessions } from './sign-in/sessions.ts';
export type { PersonWrite } from './store-directory.ts';
export { addToken } from './tokens.ts';
export { readHead } from './trail/chain.ts';
export { exportAudit } from './trail/export-audit.ts';
export { keepSeals } from './trail/seal-audit.ts';
export { type Verified, verifyAudit } from './trail/verify-audit.ts';
