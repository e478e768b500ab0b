import { sql, type Transaction } from 'kysely';
import type {
  DecideDispute,
  DecidedDispute,
  OpenDispute,
  OpenedDisputes,
} from '../../../contract/disputes.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import { loadRegistry } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import { arbiterOf, objectionToDeciding, objectionToOpening } from './dispute-rules.ts';
import {
  type Decision,
  type DisputeRow,
  decideOpen,
  disputedIds,
  findDisputable,
  insertDisputes,
  MOST_AT_ONCE,
  selectDisputes,
  shownDispute,
} from './disputes-store.ts';
import { moveByDecision } from './move-by-decision.ts';
import type { MovingDeps } from './moving.ts';
import type { Speaker } from './taking.ts';
import { owningTeam } from './who-speaks.ts';

type Tx = Transaction<DB>;

/** Disputes that one answer shows. */
const SHOWN = 100;

/**
 * "Not ours": the finding stays where it is, its clock running, until the arbiter decides. A finding that is
 * disputed already keeps that dispute.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (not open), LK-FORBIDDEN, LK-VALIDATION (team)
 */
export async function openDispute(
  deps: MovingDeps,
  asked: OpenDispute,
  speaker: Speaker,
): Promise<OpenedDisputes> {
  const { db, ids, clock, tell } = deps;
  const now = clock.now();
  return db.transaction().execute(async (tx) => {
    const finding = await findDisputable(tx, asked.finding);
    const objection = objectionToOpening(speaker, { key: finding.ownerKey, unowned: finding.unowned });
    if (objection) throw new AppError('LK-FORBIDDEN', objection);
    const registry = await loadRegistry(tx);
    const from = registry.byKey.get(finding.ownerKey) ?? registry.triage;
    const to = asked.to === null ? null : await owningTeam(tx, asked.to);
    if (to?.key === from.key)
      throw new AppError('LK-VALIDATION', `to: it is with ${from.key} already; name another team, or none`);
    const { arbiter, because } = arbiterOf(registry, from, to);
    const all = await disputedIds(tx, finding, asked.scope);
    const opened = await insertDisputes(
      tx,
      all.map((findingId) => ({ id: ids.next(), findingId })),
      {
        fromTeamId: from.id,
        toTeamId: to?.id ?? null,
        reason: asked.reason,
        arbiter,
        because,
        openedBy: speaker.label,
        openedAt: now,
      },
    );
    const note = `not ${from.key}’s: ${asked.reason}${to ? `; ${to.key} is asked` : ''}; ${because[0]}`;
    await tell(
      tx,
      { at: now, actor: speaker.label },
      opened.map((findingId) => ({ findingId, kind: 'disputed', note })),
    );
    if (opened.length > 0)
      await audit(tx, speaker.label, 'ownership.dispute', asked.finding, {
        findings: opened.length,
        to: to?.key ?? null,
        reason: asked.reason,
      });
    const rows = await selectDisputes(
      tx,
      sql`d.finding_id = any(${all.slice(0, SHOWN)}::uuid[]) and d.outcome is null`,
      SHOWN,
    );
    const items = rows.map(shownDispute);
    const first = toPublicId('finding', finding.id);
    items.sort((a, b) => Number(b.finding.id === first) - Number(a.finding.id === first));
    return { opened: opened.length, already: all.length - opened.length, items };
  });
}

/**
 * Decides a dispute, and with `together` those that were opened with it. Moved writes an override for the place of each
 * finding; the findings follow.
 * @param publicId `dsp_…`
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN, LK-CONFLICT (decided already), LK-VALIDATION (no team, too many places)
 */
export async function decideDispute(
  deps: MovingDeps,
  publicId: string,
  asked: DecideDispute,
  speaker: Speaker,
): Promise<DecidedDispute> {
  const at = deps.clock.now();
  return deps.db.transaction().execute(async (tx) => {
    const row = await lockedDispute(tx, publicId);
    const { outcome, note } = asked;
    const teamKey = outcome === 'moved' ? (asked.team ?? row.to_team?.key ?? null) : null;
    const sides = {
      arbiter: row.arbiter,
      openedBy: row.opened_by,
      from: row.from_team.key,
      to: row.to_team?.key ?? null,
    };
    const objection = objectionToDeciding(speaker, sides, outcome, teamKey);
    if (objection) throw new AppError('LK-FORBIDDEN', objection);
    if (row.outcome !== null)
      throw new AppError('LK-CONFLICT', `This was decided already: ${row.outcome} by ${row.decided_by}.`);
    const rows = asked.together ? await openedTogether(tx, row) : [row];
    if (outcome === 'moved') {
      if (teamKey === null) throw new AppError('LK-VALIDATION', 'team: name whose it is from now on');
      if (teamKey === row.from_team.key)
        throw new AppError('LK-VALIDATION', `team: it is with ${teamKey} already; then it stays`);
      const team = await owningTeam(tx, teamKey);
      await moveByDecision(deps, tx, rows, {
        team,
        note,
        by: speaker.label,
        place: asked.place,
        until: asked.until,
      });
    }
    const decided = await settle(
      deps,
      tx,
      rows.map((one) => one.finding_id),
      { outcome, by: speaker.label, at, note },
      teamKey,
    );
    await audit(tx, speaker.label, 'ownership.dispute.decide', publicId, {
      outcome,
      findings: decided,
      team: teamKey,
      note,
    });
    const [shown] = await selectDisputes(tx, sql`d.id = ${row.id}`, 1);
    return { decided, dispute: shownDispute(shown!) };
  });
}

/** Two who decide at once: the second finds what the first decided. */
async function lockedDispute(tx: Tx, publicId: string): Promise<DisputeRow> {
  const id = fromPublicId('dispute', publicId);
  if (id) await sql`select from ownership_dispute where id = ${id} for update`.execute(tx);
  const [row] = id ? await selectDisputes(tx, sql`d.id = ${id}`, 1) : [];
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no dispute ${publicId}.`);
  return row;
}

const openedTogether = (tx: Tx, row: DisputeRow): Promise<DisputeRow[]> =>
  selectDisputes(
    tx,
    sql`d.outcome is null and d.opened_by = ${row.opened_by} and d.opened_at = ${row.opened_at}
      and d.reason = ${row.reason}`,
    MOST_AT_ONCE,
  );

async function settle(
  { tell }: Pick<MovingDeps, 'tell'>,
  tx: Tx,
  findingIds: readonly string[],
  decision: Decision,
  team: string | null,
): Promise<number> {
  const decided = await decideOpen(tx, findingIds, decision);
  const { outcome, by, at, note } = decision;
  const words = outcome === 'moved' && team !== null ? `moved to ${team}` : outcome;
  await tell(
    tx,
    { at, actor: by },
    decided.map((findingId) => ({ findingId, kind: 'dispute-decided', note: `${words}: ${note}` })),
  );
  return decided.length;
}

/** Somebody said "this is ours" of the finding while it was disputed. */
export async function settleByOverride(
  deps: MovingDeps,
  tx: Tx,
  findingId: string,
  team: { id: string; key: string },
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const [open] = await selectDisputes(tx, sql`d.finding_id = ${findingId} and d.outcome is null`, 1);
  if (!open) return;
  const outcome = open.from_team.key === team.key ? 'stays' : 'moved';
  const decision: Decision = { outcome, by, at: deps.clock.now(), note: reason };
  await settle(deps, tx, [findingId], decision, team.key);
}

/** Findings that have a new owner for another reason: what was disputed of them is answered by that. */
export async function settleMoved(
  deps: Pick<MovingDeps, 'tell'>,
  tx: Tx,
  moved: { findingIds: readonly string[]; team: string; because: string; at: Date },
): Promise<void> {
  const { findingIds, team, because, at } = moved;
  await settle(deps, tx, findingIds, { outcome: 'moved', by: 'Lanekeeper', at, note: because }, team);
}

/** A finding that is not open any more has nothing to decide. @returns how many were withdrawn */
export async function withdrawIdleDisputes({
  db,
  clock,
  tell,
}: Pick<MovingDeps, 'db' | 'clock' | 'tell'>): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select f.id from ownership_dispute d join v_findings_finding f on f.id = d.finding_id
      where d.outcome is null and f.state not in ('open', 'reopened')`.execute(tx);
    const note = 'the finding is not open any more';
    const decision: Decision = { outcome: 'withdrawn', by: 'Lanekeeper', at: clock.now(), note };
    return settle(
      { tell },
      tx,
      rows.map(({ id }) => id),
      decision,
      null,
    );
  });
}
