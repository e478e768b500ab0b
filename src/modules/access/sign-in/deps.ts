import type { AccessRoutesDeps } from '../deps.ts';
import type { HashQueue } from './hash-queue.ts';

export interface SignInDeps extends AccessRoutesDeps {
  /** Where passwords are hashed; one for the whole process. */
  hashes: HashQueue;
}
