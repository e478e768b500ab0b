import { nameOf } from '../../platform/hash.ts';
import type { Reason } from '../findings/public.ts';

/** Reasons in words as findings share them: the same words from the same source have the same id. */
export function reasonOf(because: readonly string[], source: string | null): Reason {
  return { id: nameOf('reason', `${source}\n${because.join('\n')}`), because, source };
}
