import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import {
  lockTarget,
  openIdsNaming,
  openIdsOfRules,
  openIdsOfStream,
  openIdsToReview,
  openIdsWaitingOtherwise,
  streamsOf,
} from '../../findings/public.ts';
import { changedCves, forgetChange, loadActivePolicy } from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type AgainDeps, decideAgain } from './again.ts';
import { asksFor } from './asks.ts';

const AGAIN_BY_INTELLIGENCE = 'decide-by-intelligence';
const AGAIN_TARGET = 'decide-target';
const AGAIN_BY_CLOCK = 'again-clocks';
/** Line for the workers' crontab: every hour, when nothing else begins. */
export const AGAIN_BY_CLOCK_CRON = `23 * * * * ${AGAIN_BY_CLOCK}`;

/** Names of one job: whoever is cut off does so many again. */
const NAMES_OF_A_JOB = 20_000;
/** Names, and ids, of one statement. */
const NAMES_AT_ONCE = 1000;
const IDS_AT_ONCE = 5000;

export const intelligenceChange = z.object({ change: z.uuid() });
export const policyActivation = z.object({ version: z.int(), again: z.boolean() });
export const openedAgain = z.object({ findingIds: z.array(z.uuid()) });
export const trustChange = z.object({ rules: z.array(z.object({ tool: z.string(), rule: z.string() })) });

/** What `intelligence.changed` tells: answers that can change a decision. */
export const planByIntelligence = (
  { db }: Pick<AgainDeps, 'db'>,
  { change }: z.infer<typeof intelligenceChange>,
): Promise<void> =>
  enqueue(db, AGAIN_BY_INTELLIGENCE, { change }, { key: `${AGAIN_BY_INTELLIGENCE}:${change}` });

const part = intelligenceChange.extend({ after: z.string().optional() });

/** Decides again on what carries a name whose intelligence changed; the next part is a job of its own. */
export const againByIntelligenceJob = (deps: AgainDeps): Job<z.infer<typeof part>> => ({
  name: AGAIN_BY_INTELLIGENCE,
  payload: part,
  async run({ change, after }, { log }) {
    if (after === undefined) await letScansEnd(deps.db);
    const left = (await changedCves(deps.db, change))
      .sort()
      .filter((name) => after === undefined || name > after);
    const names = left.slice(0, NAMES_OF_A_JOB);
    const written = await decideAgain(deps, idsNaming(deps.db, names), {
      why: 'what is known of it changed',
    });
    if (written > 0) log.info({ change, written }, 'findings decided again, as intelligence changed');
    if (left.length > names.length)
      await enqueue(deps.db, AGAIN_BY_INTELLIGENCE, { change, after: names.at(-1) });
    else await forgetChange(deps.db, change);
  },
});

async function* idsNaming(db: Kysely<DB>, names: readonly string[]): AsyncIterable<string[]> {
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE)
    yield await openIdsNaming(db, names.slice(at, at + NAMES_AT_ONCE));
}

/** What `policy.activated` tells: all that is open is decided again only if the person who activates it says so. */
export async function planByPolicy(
  { db }: Pick<AgainDeps, 'db'>,
  { again }: z.infer<typeof policyActivation>,
): Promise<void> {
  if (!again) return;
  const { policy } = await loadActivePolicy(db);
  const why = `${policy.label} is in force`;
  await sql`select graphile_worker.add_job(${AGAIN_TARGET}, payload := json_build_object('targetId', t.id, 'why', ${why}::text),
      job_key := ${`${AGAIN_TARGET}:`} || t.id, job_key_mode := 'preserve_run_at')
    from target t where exists (select from stream s where s.target_id = t.id)`.execute(db);
}

const ofTarget = z.object({ targetId: z.uuid(), why: z.string() });

/** Decides again on all that is open of a target. */
export const againTargetJob = (deps: AgainDeps): Job<z.infer<typeof ofTarget>> => ({
  name: AGAIN_TARGET,
  payload: ofTarget,
  async run({ targetId, why }, { log }) {
    // A scan that began with what was true before ends first; whichever begins after this knows what is true now.
    await deps.db.transaction().execute((tx) => lockTarget(tx, targetId));
    const written = await decideAgain(deps, idsOfTarget(deps.db, targetId), { why });
    if (written > 0) log.info({ targetId, written }, 'findings decided again');
  },
});

async function* idsOfTarget(db: Kysely<DB>, targetId: string): AsyncIterable<string[]> {
  for (const streamId of await streamsOf(db, targetId)) {
    for (const state of ['open', 'reopened'] as const) {
      let after: Parameters<typeof openIdsOfStream>[2] = null;
      do {
        const batch = await openIdsOfStream(db, { streamId, state }, after, IDS_AT_ONCE);
        yield batch.map(({ id }) => id);
        after = batch.length < IDS_AT_ONCE ? null : (batch.at(-1) ?? null);
      } while (after);
    }
  }
}

/** What `trust.changed` tells: it matters where a rule of the policy asks for trust. */
export async function decideByTrust(deps: AgainDeps, { rules }: z.infer<typeof trustChange>): Promise<void> {
  const { policy } = await loadActivePolicy(deps.db);
  if (!asksFor(policy, 'trust')) return;
  await letScansEnd(deps.db);
  for (const [tool, changed] of Map.groupBy(rules, (one) => one.tool)) {
    const keys = changed.map(({ rule }) => rule);
    await decideAgain(deps, openIdsOfRules(deps.db, tool, keys), { why: 'trust in its rule changed' });
  }
}

/** What `findings.opened-again` tells: what was let off has not been looked at meanwhile. */
export async function decideOpened(
  deps: AgainDeps,
  { findingIds }: z.infer<typeof openedAgain>,
): Promise<void> {
  await decideAgain(deps, [findingIds], { why: 'it is no longer let off' });
}

/** Looks again at what is due for it, and at what begins or ends to wait for another image. */
export const againByClockJob = (deps: AgainDeps): Job<object> => ({
  name: AGAIN_BY_CLOCK,
  payload: z.object({}).loose(),
  async run(_payload, { log }) {
    const { db, clock } = deps;
    const now = clock.now();
    const due = pages((after) => openIdsToReview(db, now, after, IDS_AT_ONCE));
    const looked = await decideAgain(deps, due, { why: 'it was time to look again' });
    const { policy } = await loadActivePolicy(db);
    const waiting = pages((after) => openIdsWaitingOtherwise(db, after, IDS_AT_ONCE));
    const paced = asksFor(policy, 'finding.waitsFor')
      ? await decideAgain(deps, waiting, { why: 'the image that it comes with changed' })
      : 0;
    if (looked + paced > 0) log.info({ looked, paced }, 'findings decided again, as time goes by');
  },
});

async function* pages(next: (after: string | null) => Promise<string[]>): AsyncIterable<string[]> {
  let after: string | null = null;
  do {
    const ids: string[] = await next(after);
    yield ids;
    after = ids.length < IDS_AT_ONCE ? null : (ids.at(-1) ?? null);
  } while (after !== null);
}

/** Scans that began with what was true before end first; whichever begins after this knows what is true now. */
async function letScansEnd(db: Kysely<DB>): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct target_id as id from scan where state = 'received'`.execute(db);
  for (const { id } of rows) await db.transaction().execute((tx) => lockTarget(tx, id));
}
