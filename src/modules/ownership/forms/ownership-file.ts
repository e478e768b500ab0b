import { CODEOWNERS_PLACES } from '../codeowners.ts';
import { isDescriptor } from './forms.ts';

/** The one answer to "may this file say who owns what": every form of a descriptor, and CODEOWNERS in its places. */
export const isOwnershipFile = (path: string): boolean =>
  isDescriptor(path) || CODEOWNERS_PLACES.includes(path);
