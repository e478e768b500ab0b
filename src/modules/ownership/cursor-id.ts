import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, type IdKind } from '../../kernel/ids.ts';

/** Lists that go by id, newest first: the last id that was shown is the cursor. */
export function cursorId(kind: IdKind, cursor: string): string {
  const id = fromPublicId(kind, cursor);
  if (!id) throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  return id;
}
