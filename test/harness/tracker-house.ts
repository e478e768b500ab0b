import { backDepsOf } from '../../src/app/trackers-back.ts';
import type { RemotePerson } from '../../src/connectors/connector.ts';
import { putConnection } from '../../src/modules/connections/public.ts';
import { hearFiling } from '../../src/modules/tickets/public.ts';
import { memoryTracker } from '../fakes/memory-tracker.ts';
import { exceptionsHouse } from './exceptions.ts';
import { sarif } from './reports.ts';

export const person = (name: string): RemotePerson => ({
  id: `u-${name}`,
  name,
  email: `${name.toLowerCase()}@acme.example`,
});
export const ann: RemotePerson = { id: 'u-ann', name: 'Ann', email: 'ann@elsewhere.example' };

export interface FiledTicket {
  id: string;
  fix_id: string;
  filing: string;
  remote: string;
  path: string;
}

/** A house of two teams whose queues are filed in a tracker in memory, which people work in. */
export async function trackerHouse() {
  const tracker = memoryTracker();
  const vouching = { ...tracker.connector, vouchesForMail: () => true };
  const home = await exceptionsHouse({ connectors: [vouching] });
  const deps = backDepsOf(home.house);
  const { id: connectionId } = await putConnection(
    home.house.connections,
    'tracker',
    { system: 'memory', settings: { places: { PAY: 'PAY', LED: 'LED' } }, secrets: {}, enabled: true },
    'test',
  );

  let count = 0;
  /** A ticket of its own for each test, which is filed. */
  async function filed(folder = 'src', files = ['a.ts']): Promise<FiledTicket> {
    const rule = `rule-${++count}`;
    const paths = files.map((name) => `${folder}/${count}/${name}`);
    await home.send(
      sarif(
        paths.map((path, at) => ({
          rule,
          path,
          line: at + 1,
          text: `${rule} ${path}`,
          level: 'error' as const,
        })),
        'AcmeLint',
        `run-${count}`,
      ),
      { category: rule },
    );
    const [row] = await home.rows<Omit<FiledTicket, 'path'>>(
      `select k.id, k.fix_id, f.id as filing, f.remote_id as remote from ticket k join filing f on f.ticket_id = k.id
     where k.fix_id = (select fix_id from finding where path = $1)`,
      [paths[0]],
    );
    return { ...row!, path: paths[0]! };
  }

  const context = { id: '', lane: '', idempotencyKey: '', maybeDone: false, log: undefined as never };
  /** Reads the other side, and waits for what follows. */
  async function hearOf({ filing }: FiledTicket) {
    await hearFiling(deps)({ filingId: filing }, context);
    await home.settle();
  }
  const ticketOf = async ({ id }: FiledTicket) =>
    (
      await home.rows<{
        state: string;
        title: string;
        assignee: string | null;
        edited: string[];
        due: string;
      }>('select state, title, assignee, edited, due_at::date::text as due from ticket where id = $1', [id])
    )[0]!;
  const commentsHere = async ({ id }: FiledTicket) =>
    (
      await home.rows<{ said: string }>(
        `select actor || ': ' || text as said from ticket_comment where ticket_id = $1 order by at, id`,
        [id],
      )
    ).map(({ said }) => said);
  const commentsThere = ({ remote }: FiledTicket) => tracker.tickets.get(remote)!.comments;
  const answersThere = (ticket: FiledTicket) =>
    commentsThere(ticket).flatMap(({ marker, text }) => (marker === null ? [] : [text.replaceAll('\\', '')]));
  /** Says it, and waits for the one answer. */
  async function say(ticket: FiledTicket, text: string, author: RemotePerson): Promise<string> {
    const before = answersThere(ticket).length;
    tracker.say(ticket.remote, text, author);
    await hearOf(ticket);
    // What follows from a command may be told, too.
    const answers = answersThere(ticket)
      .slice(before)
      .filter((one) => !one.startsWith('Moved to'));
    if (answers.length !== 1) throw new Error(`answered ${answers.length} times: ${answers.join('; ')}`);
    return answers[0]!;
  }

  return {
    home,
    deps,
    tracker,
    connectionId,
    context,
    filed,
    count: () => count,
    hearOf,
    ticketOf,
    commentsHere,
    commentsThere,
    answersThere,
    say,
  };
}
