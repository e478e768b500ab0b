import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { BulkAction, BulkChange, BulkPreview, BulkSelection } from '../../../contract/bulk.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import { type Actor, audit } from '../../access/public.ts';
import { labelledBy } from '../../policy/public.ts';
import { actOf, type BulkDeps } from './acts.ts';
import { chosenIds, loadChosen, placesOfTeams } from './chosen.ts';
import { bulkSentence, decideBulk } from './decide.ts';
import {
  countItems,
  findBulk,
  insertBulk,
  nextItems,
  noteItems,
  noteUndoing,
  type StoredBulk,
  setState,
} from './store.ts';

const BULK = 'bulk-change';
/** So few do not stand behind a change of thousands, and are worth waiting for. */
const FEW = 200;
/** A few are done by then, and the answer says so; of many, the page asks on how far they are. */
const WAIT_MS = 4_000;
const LOOK_MS = 40;

interface Wanted {
  action: BulkAction;
  of: BulkSelection;
}

async function weigh({ db, clock }: BulkDeps, { action, of }: Wanted, actor: Actor) {
  const { ids, more } = await chosenIds(db, of, clock.now());
  const [said, placeOf] = await Promise.all([labelledBy(db, actor.label, ids), placesOfTeams(db)]);
  const findings = await loadChosen(db, ids, (id) => said.get(id)?.word === 'not-useful');
  const { will, leftOut } = decideBulk(action, findings, actor, placeOf);
  const gone = ids.length - findings.length;
  const preview: BulkPreview = {
    chosen: ids.length,
    more,
    will: will.length,
    leftOut: gone > 0 ? [...leftOut, { because: 'it is not there any more', n: gone }] : leftOut,
    sentence: bulkSentence(action.kind, will.length, ids.length),
  };
  return { will, preview };
}

/** What would happen, in numbers. @throws AppError LK-VALIDATION */
export const previewBulk = async (deps: BulkDeps, wanted: Wanted, actor: Actor): Promise<BulkPreview> =>
  (await weigh(deps, wanted, actor)).preview;

/**
 * Has it done by a job of the same transaction: whatever dies, it goes on.
 * @throws AppError LK-VALIDATION, LK-CONFLICT when nothing of it can be done
 */
export async function startBulk(deps: BulkDeps, wanted: Wanted, actor: Actor): Promise<BulkChange> {
  const { will, preview } = await weigh(deps, wanted, actor);
  if (will.length === 0)
    throw new AppError(
      'LK-CONFLICT',
      `Nothing to do: ${preview.leftOut[0]?.because ?? 'no finding matches'}.`,
    );
  const { label, name, personId } = actor;
  const id = deps.ids.next();
  const { action } = wanted;
  await deps.db.transaction().execute(async (tx) => {
    const told = { action, doer: { label, name, personId }, preview, state: 'running' as const };
    await insertBulk(tx, { id, by: label, at: deps.clock.now(), ...told }, will);
    await audit(tx, label, 'finding.bulk', toPublicId('bulk', id), { ...action, findings: will.length });
    await enqueue(tx, BULK, { id }, { queue: queueOf(will.length) });
  });
  return will.length > FEW ? shown(deps, id) : soon(deps, id);
}

/**
 * Takes back what is still as it was left.
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN (somebody else did it), LK-CONFLICT (it still runs)
 */
export async function undoBulk(deps: BulkDeps, publicId: string, actor: Actor): Promise<BulkChange> {
  const id = idOf(publicId);
  const { will } = await deps.db.transaction().execute(async (tx) => {
    const bulk = await findBulk(tx, id, true);
    if (!bulk) throw notFound(publicId);
    if (bulk.by !== actor.label && !actor.roles.includes('admin'))
      throw new AppError('LK-FORBIDDEN', `${bulk.by} did this and may take it back, or an admin.`);
    if (bulk.state === 'running')
      throw new AppError('LK-CONFLICT', 'It is still at work: take it back when it is done.');
    if (bulk.state === 'done') {
      await noteUndoing(tx, id, actor.label, deps.clock.now());
      await audit(tx, actor.label, 'finding.bulk-undo', publicId, { findings: bulk.preview.will });
      await enqueue(tx, BULK, { id }, { queue: queueOf(bulk.preview.will) });
    }
    return bulk.preview;
  });
  return will > FEW ? shown(deps, id) : soon(deps, id);
}

/** Of those of a size one after the other, so that the later one has the last word. */
const queueOf = (findings: number): string => (findings > FEW ? BULK : `${BULK}-few`);

/** How far it is, when it is done or after a moment. */
async function soon(deps: BulkDeps, id: string): Promise<BulkChange> {
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
    const bulk = await findBulk(deps.db, id);
    if (bulk?.state === 'done' || bulk?.state === 'undone') break;
    await sleep(LOOK_MS);
  }
  return shown(deps, id);
}

/** Does, or takes back, what is left of it; told again, it goes on where it was. */
async function work(deps: BulkDeps, id: string, signal?: AbortSignal): Promise<void> {
  const bulk = await findBulk(deps.db, id);
  if (!bulk || bulk.state === 'done' || bulk.state === 'undone') return;
  const act = actOf(deps, bulk.action, bulk.doer, id);
  const undoing = bulk.state === 'undoing';
  for (;;) {
    const items = await nextItems(deps.db, id, undoing, act.piece);
    if (items.length === 0) break;
    await (undoing ? act.undo : act.do)(items, (tx, noted) => noteItems(tx, id, noted));
    if (signal?.aborted) throw new AppError('LK-LATER', 'the server is stopping; it goes on in a moment');
  }
  await setState(deps.db, id, undoing ? 'undone' : 'done');
}

export const bulkJob = (deps: BulkDeps): Job<{ id: string }> => ({
  name: BULK,
  payload: z.object({ id: z.uuid() }),
  run: ({ id }, { signal }) => work(deps, id, signal),
});

/** @throws AppError LK-NOT-FOUND */
export const getBulk = (deps: Pick<BulkDeps, 'db'>, publicId: string): Promise<BulkChange> =>
  shown(deps, idOf(publicId));

async function shown({ db }: Pick<BulkDeps, 'db'>, id: string): Promise<BulkChange> {
  const bulk: StoredBulk | undefined = await findBulk(db, id);
  if (!bulk) throw notFound(toPublicId('bulk', id));
  const { done, undone, failed } = await countItems(db, id);
  const { state, action, preview, by, at } = bulk;
  const back = state === 'undoing' || state === 'undone';
  return {
    ...preview,
    id: toPublicId('bulk', id),
    kind: action.kind,
    state,
    done: back ? undone : done,
    failed,
    by,
    at: at.toISOString(),
  };
}

const notFound = (publicId: string): AppError =>
  new AppError('LK-NOT-FOUND', `There is no bulk change ${publicId}.`);

function idOf(publicId: string): string {
  const id = fromPublicId('bulk', publicId);
  if (!id) throw notFound(publicId);
  return id;
}
