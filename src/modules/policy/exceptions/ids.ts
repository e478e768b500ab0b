import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';

/** @throws AppError LK-NOT-FOUND */
export function idOf(publicId: string): string {
  const id = fromPublicId('exception', publicId);
  if (!id) throw new AppError('LK-NOT-FOUND', `There is no exception ${publicId}.`);
  return id;
}
