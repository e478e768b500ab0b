import { type Kysely, sql } from 'kysely';
import type { FindingLabels, LabelFinding } from '../../../contract/trust.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { JudgingDeps } from './judge-rules.ts';
import { keepLabels, takeBackLabels } from './labels.ts';

interface FoundRule {
  id: string;
  kind: string;
  tool: string;
  rule: string;
}

async function findRule(db: Kysely<DB>, publicId: string): Promise<FoundRule> {
  const id = fromPublicId('finding', publicId);
  const { rows } = await sql<FoundRule>`
    select f.id, f.kind, coalesce(r.tool, f.tool) as tool, coalesce(r.key, '') as rule
    from v_findings_finding f left join v_findings_rule r on r.id = f.rule_id where f.id = ${id}::uuid`.execute(
    db,
  );
  const [found] = rows;
  if (!found) throw new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
  return found;
}

/**
 * What people said of a finding, and how loud its rule is.
 * @param publicId `fnd_…`
 * @param actor label of who asks: their own word stands out
 * @throws AppError LK-NOT-FOUND
 */
export async function getLabels(db: Kysely<DB>, publicId: string, actor: string): Promise<FindingLabels> {
  const { id, kind, tool, rule } = await findRule(db, publicId);
  const rows = await db
    .selectFrom('trust_label')
    .select(['word', 'channel', 'actor', 'reason', 'at'])
    .where('finding_id', '=', id)
    .where('undone_at', 'is', null)
    .orderBy('at', 'desc')
    .limit(50)
    .execute();
  const labels = rows.map(({ word, channel, actor: by, reason, at }) => ({
    word: word as FindingLabels['labels'][number]['word'],
    channel: channel as FindingLabels['labels'][number]['channel'],
    by,
    reason,
    at: at.toISOString(),
  }));
  const voice = await db
    .selectFrom('rule_trust')
    .select(['mode', 'demoted'])
    .where('tool', '=', tool)
    .where('rule', '=', rule)
    .executeTakeFirst();
  return {
    tool,
    rule,
    judged: kind !== 'manual',
    mine: labels.find(({ by }) => by === actor) ?? null,
    labels,
    voice: {
      mode: (voice?.mode ?? 'observe') as FindingLabels['voice']['mode'],
      demoted: voice?.demoted ?? false,
    },
  };
}

/**
 * Keeps what a person says of a finding; saying the same again changes nothing.
 * @throws AppError LK-NOT-FOUND, LK-VALIDATION for what a person reported by hand: there is no rule to judge
 */
export async function labelFinding(
  { db, ids, clock }: JudgingDeps,
  publicId: string,
  { word, reason, channel }: LabelFinding,
  actor: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id, kind } = await findRule(tx, publicId);
    if (kind === 'manual')
      throw new AppError('LK-VALIDATION', 'a person found this, no rule: tell them in its history or ticket');
    const label = { findingId: id, word, channel, actor, reason };
    const kept = await keepLabels(tx, { ids, at: clock.now() }, [label]);
    if (kept > 0)
      await audit(tx, actor, 'finding.label', toPublicId('finding', id), { word, reason, channel });
  });
}

/** Takes back what a person said; nothing happens where they said nothing. @throws AppError LK-NOT-FOUND */
export async function unlabelFinding(
  { db, clock }: JudgingDeps,
  publicId: string,
  actor: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id } = await findRule(tx, publicId);
    const undone = await takeBackLabels(tx, { at: clock.now() }, [{ findingId: id, actor }]);
    if (undone > 0) await audit(tx, actor, 'finding.unlabel', toPublicId('finding', id));
  });
}
