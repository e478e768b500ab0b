import { AppError } from '../../../kernel/errors.ts';
import type { HttpResponse } from '../../../platform/client/client.ts';
import { plainWords } from '../../kit/plain-words.ts';
import { SCOPE_MISSING_TO_WRITE, scopeMissing } from '../gitlab.ts';
import { refusalShape } from './shapes.ts';

/** What GitLab does not take, in its own words: LK-REFUSED. A token that may not write at all is the connection's. */
export function refused(place: string, response: HttpResponse): AppError {
  if (scopeMissing(response)) return new AppError('LK-CONNECTION', SCOPE_MISSING_TO_WRITE);
  if (response.status === 404)
    return new AppError(
      'LK-REFUSED',
      `${place} is not visible to the token: is it renamed, deleted or not shared?`,
      {
        detail: { status: 404, repository: place },
      },
    );
  const hint = response.status === 403 ? ': are issues switched on, and is the role Reporter or more?' : '';
  return new AppError('LK-REFUSED', `GitLab does not take it for ${place}: ${wordsOf(response)}${hint}`, {
    detail: { status: response.status, repository: place },
  });
}

/** `{"message": {"title": ["can't be blank"]}}`, `{"message": "403 Forbidden"}`, `{"error": "title is missing"}` */
function wordsOf(response: HttpResponse): string {
  const told = refusalShape.safeParse(jsonOf(response));
  const { message, error } = told.data ?? {};
  if (typeof message === 'string') return plainWords(message);
  const fields = Object.entries(message ?? {}).map(([field, why]) => `${field} ${[why].flat().join(', ')}`);
  return plainWords(fields.join('; ') || error || `status ${response.status}`);
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return null;
  }
}
