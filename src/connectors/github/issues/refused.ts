import { AppError } from '../../../kernel/errors.ts';
import type { HttpResponse } from '../../../platform/client/client.ts';
import { plainWords } from '../../kit/plain-words.ts';
import { refusalShape } from './shapes.ts';

/** GitHub says 410 for an issue that was deleted and for a repository without issues; its words tell which. */
export const isGone = (response: HttpResponse): boolean =>
  response.status === 404 || (response.status === 410 && !/disabled/i.test(wordsOf(response)));

/** What GitHub does not take, in its own words: LK-REFUSED. */
export function refused(place: string, response: HttpResponse): AppError {
  const said = wordsOf(response);
  const lacks = /not accessible by/i.test(said) ? ': the permission "Issues: write" is missing' : '';
  return new AppError('LK-REFUSED', `GitHub does not take it for ${place}: ${said}${lacks}`, {
    detail: { status: response.status, repository: place },
  });
}

/** A place that is not there for us. */
export const notVisible = (place: string): AppError =>
  new AppError(
    'LK-REFUSED',
    `${place} is not visible to the connection: is it renamed, deleted or not shared?`,
    {
      detail: { status: 404, repository: place },
    },
  );

export function wordsOf(response: HttpResponse): string {
  const told = refusalShape.safeParse(jsonOf(response));
  if (!told.success) return `status ${response.status}`;
  const errors = (told.data.errors ?? []).map((one) =>
    typeof one === 'string' ? one : (one.message ?? [one.field, one.code].filter(Boolean).join(' ')),
  );
  return plainWords([told.data.message, ...errors].filter(Boolean).join('; '));
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return null;
  }
}
