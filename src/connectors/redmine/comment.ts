import { AppError } from '../../kernel/errors.ts';
import { commentsOf, readIssue } from './read.ts';
import type { Redmine } from './redmine.ts';
import { withReference } from './reference.ts';
import { refusal } from './refusal.ts';
import { renderText } from './render.ts';

/** As `Tickets.comment`. Redmine does not say which note it made: it is read again. */
export async function addNote(
  redmine: Redmine,
  id: string,
  { marker, body }: { marker: string; body: string },
): Promise<{ id: string } | 'gone'> {
  const { formatting } = redmine.settings;
  const before = await readIssue(redmine, id, '');
  if (before === 'gone') return 'gone';
  const notes = withReference(renderText(body, formatting), marker, formatting);
  const answer = await redmine.send('PUT', `/issues/${before.id}.json`, { issue: { notes } });
  if (answer.status === 404) return 'gone';
  if (answer.status !== 204 && answer.status !== 200) throw refusal(`a note on #${id}`, answer);
  const after = await readIssue(redmine, id, 'journals');
  if (after === 'gone') return 'gone';
  const made = commentsOf(after).findLast((one) => one.marker === marker);
  if (made) return { id: made.id };
  throw new AppError('LK-REFUSED', `#${id} took no note: our account needs the permission “Add notes”`);
}
