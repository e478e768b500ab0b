import { z } from 'zod';
import { nameOf } from '../../../platform/hash.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import { addAskComments } from '../asks/store.ts';
import { fileAsks, fileTickets } from '../filing/file-tickets.ts';
import { addComments } from '../store.ts';
import { findCommands, MOST_COMMANDS } from './commands/find-commands.ts';
import { runCommand } from './commands/run-command.ts';
import type { About } from './commands/subject.ts';
import type { BackDeps } from './deps.ts';
import { findFiled } from './store.ts';

export const ANSWER_JOB = 'answer-comment';

const askedComment = z.object({
  filingId: z.uuid(),
  /** Its id there. */
  comment: z.string(),
  author: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }),
  text: z.string(),
});
/** A comment that gives commands. */
export type AskedComment = z.infer<typeof askedComment>;

/** Does what a comment in a tracker says, and answers it by one comment, however often it is begun. */
export const answerCommentJob = (deps: BackDeps): Job<AskedComment> => ({
  name: ANSWER_JOB,
  payload: askedComment,
  run: (asked) => answerComment(deps, asked),
});

async function answerComment(deps: BackDeps, asked: AskedComment): Promise<void> {
  const { filingId, comment, author, text } = asked;
  const filed = await findFiled(deps.db, filingId);
  if (!filed) return;
  const { ticketId, askId, connectionId } = filed;
  const about: About = ticketId !== null ? { ticketId } : { askId: askId! };
  // Named after the comment: the answer has one place, here and there.
  const id = nameOf('answer', filingId, comment);
  if (await isThere(deps, about, id)) return;
  const answers: string[] = [];
  const commands = findCommands(text);
  for (const [index, command] of commands.slice(0, MOST_COMMANDS).entries()) {
    const once = `comment:${filingId}:${comment}:${index}`;
    const said = {
      what: { text: command },
      person: author,
      connectionId,
      about,
      channel: 'ticket',
      once,
    } as const;
    answers.push(await runCommand(deps, said));
  }
  if (commands.length > MOST_COMMANDS)
    answers.push(
      `Only the first ${MOST_COMMANDS} commands of a comment are done; please write the others again.`,
    );
  const answer = { id, at: deps.clock.now(), actor: 'Lanekeeper', text: answers.join('\n\n') };
  await deps.db.transaction().execute(async (tx) => {
    if (await isThere({ db: tx }, about, id)) return;
    if ('ticketId' in about) {
      await addComments(tx, [{ ...answer, ticket_id: about.ticketId }]);
      await fileTickets(tx, deps, [about.ticketId]);
    } else {
      await addAskComments(tx, [{ ...answer, ask_id: about.askId }]);
      await fileAsks(tx, deps, [about.askId]);
    }
  });
}

async function isThere({ db }: Pick<BackDeps, 'db'>, about: About, id: string): Promise<boolean> {
  const table = 'ticketId' in about ? 'ticket_comment' : 'ask_comment';
  return (await db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}
