import type { RemoteTicket } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import { loadComment } from './load-comment.ts';
import { type Filing, markerOf } from './load-filing.ts';
import { picked, type Step, toldNow, toldOf, toldOfFound, trying, type Wanted } from './next-step.ts';
import {
  recordBegun,
  recordComment,
  recordFiled,
  recordPlace,
  recordTrying,
  recordUntold,
  recordUpdate,
} from './record.ts';
import type { Teller } from './tell-filing.ts';
import { besideTheirs, needsLook, seenAfter } from './their-edits.ts';

/** The ticket is not there any more. */
export class Gone extends Error {
  readonly remoteId: string;

  constructor(remoteId: string) {
    super('the ticket is not there any more');
    this.remoteId = remoteId;
  }
}

/** Performs one step and records it, in the tables and in `filing`. @throws Gone */
export async function perform(teller: Teller, filing: Filing, wanted: Wanted, step: Step): Promise<void> {
  if (step.do === 'find') return find(teller, filing);
  if (step.do === 'create') return create(teller, filing, wanted);
  if (step.do === 'update') return update(teller, filing, step);
  if (step.do === 'look') return look(teller, filing, wanted, step.comment);
  return comment(teller, filing, wanted, step.comment);
}

async function find({ db, tickets, clock }: Teller, filing: Filing): Promise<void> {
  const found = await tickets.find(filing.place, markerOf(filing));
  if (!found) {
    filing.begun = null;
    return;
  }
  const told = filing.told ?? toldOfFound(found);
  await recordFiled(db, filing.id, found, told, clock.now());
  Object.assign(filing, { state: 'filed', remoteId: found.id, begun: null, told, seen: found });
}

async function create(teller: Teller, filing: Filing, wanted: Wanted): Promise<void> {
  const { db, tickets, clock } = teller;
  const { title, body, priority, dueOn, labels } = wanted;
  const ticket = { place: filing.place, marker: markerOf(filing), title, body, priority, dueOn, labels };
  const remote = await once(teller, filing, 'create', () => tickets.create(ticket));
  const told = toldOf(wanted, 'open');
  await recordFiled(db, filing.id, remote, told, clock.now());
  Object.assign(filing, { state: 'filed', remoteId: remote.id, begun: null, told, seen: remote });
}

async function update(
  teller: Teller,
  filing: Filing,
  { edit, told }: Extract<Step, { do: 'update' }>,
): Promise<void> {
  const { db, tickets, keepsTickets, clock } = teller;
  const id = filing.remoteId!;
  const before = filing.told ?? {};
  let rest = edit;
  if (keepsTickets && needsLook(edit)) {
    const there = await tickets.read(id);
    if (there === 'gone') throw new Gone(id);
    await followTo(teller, filing, there);
    rest = besideTheirs(edit, there, filing.seen, before);
  }
  if (Object.keys(rest).length > 0) {
    filing.told = trying(before, told);
    await recordTrying(db, filing.id, filing.told, Object.keys(told));
    const answer = await tickets
      .update(filing.remoteId!, rest, filing.wantedRev)
      .catch(async (error: unknown) => {
        if (isUndone(error)) await recordUntold(db, filing.id, picked(before, keysOf(told)));
        throw error;
      });
    if (answer === 'gone') throw new Gone(id);
  }
  await recordUpdate(db, filing.id, told, seenAfter(rest), clock.now());
  filing.told = toldNow(before, told);
}

/** A person may have moved it. */
async function followTo({ db }: Teller, filing: Filing, there: RemoteTicket): Promise<void> {
  if (there.key === filing.remoteKey && there.place === filing.place) return;
  await recordPlace(db, filing.id, there);
  Object.assign(filing, {
    remoteId: there.id,
    remoteKey: there.key,
    remoteUrl: there.url,
    place: there.place,
  });
}

async function look(teller: Teller, filing: Filing, wanted: Wanted, id: string): Promise<void> {
  const { tickets, keepsTickets } = teller;
  const marker = commentMarker(id);
  const there = keepsTickets ? await tickets.comments(filing.remoteId!) : [];
  const found = there.find((one) => one.marker === marker);
  filing.begun = null;
  if (found) await commentStands(teller, filing, wanted, { id, remoteId: found.id, at: new Date(found.at) });
}

async function comment(teller: Teller, filing: Filing, wanted: Wanted, id: string): Promise<void> {
  const { db, tickets, linkTo } = teller;
  const { at, body } = await loadComment(db, filing, id, linkTo);
  const remoteId = filing.remoteId!;
  const said = { marker: commentMarker(id), body };
  const answer = await once(teller, filing, id, () => tickets.comment(remoteId, said));
  if (answer === 'gone') throw new Gone(remoteId);
  await commentStands(teller, filing, wanted, { id, remoteId: answer.id, at });
}

async function commentStands(
  { db }: Teller,
  filing: Filing,
  wanted: Wanted,
  stands: { id: string; remoteId: string; at: Date },
): Promise<void> {
  await recordComment(db, filing.id, stands);
  filing.begun = null;
  wanted.comments = wanted.comments.filter((one) => one !== stands.id);
}

const commentMarker = (id: string): string => `cmt_${id.replaceAll('-', '')}`;

/**
 * Codes by which the other system says no before it does anything. A limit or lost credentials may befall the second
 * request of several, after the first was done: then it is looked for.
 */
const UNDONE = new Set(['LK-REFUSED', 'LK-SECRET', 'LK-ADDRESS-REFUSED']);

const isUndone = (error: unknown): boolean => error instanceof AppError && UNDONE.has(error.code);
const keysOf = <Of extends object>(of: Of) => Object.keys(of) as (keyof Of)[];

/** Asks for what must not be done twice: that it was begun is known before, and that it is undone afterwards. */
async function once<Answer>(
  { db }: Teller,
  filing: Filing,
  what: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  await recordBegun(db, filing.id, what);
  filing.begun = what;
  try {
    return await ask();
  } catch (error) {
    if (isUndone(error)) await recordBegun(db, filing.id, null);
    throw error;
  }
}
