import type { Kysely } from 'kysely';
import type { FindingDecision } from '../../../contract/decision.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { type DecidableFinding, findDecided, loadReasons } from '../../findings/public.ts';
import { loadPolicyVersion } from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import { changesOf } from './change-words.ts';
import { factRows } from './fact-rows.ts';
import { branchesOf, type GroundDeps, loadGround } from './ground.ts';
import { judge } from './judge.ts';
import { decidedAt, type Replay, replay } from './replay.ts';
import { factsOf, type Outcome, storedOutcome } from './stored-facts.ts';

/** A stored decision and what comes out when its version is asked again; `replay` says why it cannot be. */
interface Replayed {
  because: readonly string[];
  policy: string;
  replay: Replay | string;
  branch: string | null;
}

/** Asks the version that decided once more, with what it knew. */
export async function replayStored(db: Kysely<DB>, finding: DecidableFinding): Promise<Replayed> {
  const reason = (await loadReasons(db, [finding.decisionReasonId])).get(finding.decisionReasonId);
  const branch = (await branchesOf(db, [finding])).get(finding.changedScanId ?? '') ?? null;
  const of = await loadPolicyVersion(db, finding.policyVersion);
  const policy = of?.label ?? `policy@${finding.policyVersion}`;
  if (!reason) return { because: [], policy, replay: 'its reasons are not kept', branch };
  const { because } = reason;
  if (!of) return { because, policy, replay: `this release cannot read ${policy}`, branch };
  const again = replay(of.policy, finding, reason, branch);
  return {
    because,
    policy,
    replay: again ?? 'it was decided before decisions kept what they rest on',
    branch,
  };
}

/**
 * The trail of a finding's decision: what was decided, on what, whether the same comes out again, and what would today.
 * @throws AppError LK-NOT-FOUND
 */
export async function explainDecision(deps: GroundDeps, publicId: string): Promise<FindingDecision> {
  const { db } = deps;
  const id = fromPublicId('finding', publicId);
  const finding = id ? await findDecided(db, id) : undefined;
  if (!finding) throw new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
  const { because, policy, replay: again, branch } = await replayStored(db, finding);
  const known = typeof again === 'string' ? null : again;
  const stored = storedOutcome(finding);
  return {
    finding: publicId,
    ...shown(stored),
    because: [...because],
    policy,
    version: finding.policyVersion,
    decidedAt: decidedAt(finding),
    replay: {
      equal: known && known.differs.length === 0,
      differs: typeof again === 'string' ? [again] : again.differs,
    },
    ...trailOf(stored, known),
    facts: known ? factRows(factsOf(finding, known.basis, branch, decidedAt(finding)), known.basis) : [],
    clock: clockOf(finding),
    today:
      finding.state === 'open' || finding.state === 'reopened' ? await today(deps, finding, stored) : null,
  };
}

const shown = ({ priority, dueAt, reviewAt, route, pausedBy }: Outcome) => ({
  priority: PRIORITIES[priority] ?? 'P4',
  dueAt,
  reviewAt,
  route,
  pausedBy,
});

function trailOf(
  stored: Outcome,
  known: Replay | null,
): Pick<FindingDecision, 'regimes' | 'duties' | 'mode'> {
  if (!known) return { regimes: [], duties: [], mode: null };
  const { regimes, duties, mode } = known.decision;
  return {
    regimes: Object.entries(regimes).map(([name, { dueAt, duties: own }]) => ({
      name,
      dueAt,
      duties: [...own],
      holds: dueAt !== null && dueAt === stored.dueAt,
    })),
    duties: [...duties],
    mode,
  };
}

function clockOf({ clock, openedAt }: DecidableFinding): FindingDecision['clock'] {
  const { pausedBy: _, ...rest } = clock;
  return { detectedAt: openedAt.toISOString(), ...rest };
}

async function today(
  deps: GroundDeps,
  finding: DecidableFinding,
  stored: Outcome,
): Promise<FindingDecision['today']> {
  const ground = await loadGround(deps, deps.db, [finding], null);
  const judged = judge(ground, finding, 'as things are today');
  if (!judged?.note) return null;
  const changes = changesOf(stored, judged.outcome);
  return {
    ...shown(judged.outcome),
    policy: ground.policy.label,
    because: [...judged.decision.because],
    changes,
    why: judged.note.slice(changes.join(', ').length + 2),
  };
}
