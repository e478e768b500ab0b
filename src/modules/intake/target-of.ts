import type { AcceptScanQuery } from '../../contract/scans.ts';
import { AppError } from '../../kernel/errors.ts';
import { TARGET_KINDS, type TargetRef } from '../../kernel/finding.ts';

/** A repository under a name that it had before is the same target. */
export const nowCalled = (
  ref: TargetRef,
  repository: { key: string; formerNames: readonly string[] } | null,
): TargetRef =>
  repository && ref.kind === 'repository' && repository.formerNames.includes(ref.key)
    ? { ...ref, key: repository.key }
    : ref;

/** `target=image:acme/api:1.2` names what was looked at; without it, it is the repository. */
export function targetOf(query: AcceptScanQuery): TargetRef {
  if (query.target === undefined) {
    if (!query.repository)
      throw new AppError('LK-VALIDATION', 'say what was scanned: repository=NAME or target=KIND:KEY');
    return { kind: 'repository', key: query.repository };
  }
  const colon = query.target.indexOf(':');
  const kind = TARGET_KINDS.find((known) => known === query.target?.slice(0, colon));
  const key = query.target.slice(colon + 1);
  if (!kind || !key) {
    throw new AppError(
      'LK-VALIDATION',
      `target must be KIND:KEY with KIND one of ${TARGET_KINDS.join(', ')}`,
    );
  }
  return { kind, key };
}
