import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { acceptScanQuery } from '../contract/scans.ts';
import { AppError } from '../kernel/errors.ts';
import { toPublicId } from '../kernel/ids.ts';
import { closeByHand } from '../modules/findings/public.ts';
import { acceptUpload, reportByHand } from '../modules/intake/public.ts';
import { ensureRepository, importOrganisation } from '../modules/organisation/public.ts';
import { storeOwnershipFiles } from '../modules/ownership/public.ts';
import { askForException, keepLabels, planJudgingAll, refreshFeed } from '../modules/policy/public.ts';
import type { Example, Step } from './acme.ts';
import { exceptionsDeps } from './exceptions.ts';
import type { House } from './house.ts';

/** Organisation, ownership files and exploit intelligence: what is there before the first report. */
export async function prepareExample(
  { database, ids, clock, events }: House,
  example: Example,
): Promise<void> {
  const { db } = database;
  await db.transaction().execute((tx) => importOrganisation(tx, ids, example.organisation, { by: 'demo' }));
  const byRepository = Map.groupBy(example.ownershipFiles, ({ repository }) => repository);
  for (const [key, files] of byRepository) {
    await db.transaction().execute(async (tx) => {
      const repository = await ensureRepository(tx, ids, key);
      await storeOwnershipFiles(tx, repository.id, files, clock.now());
    });
  }
  await db.transaction().execute((tx) => events.publish(tx, { type: 'registry.changed' }));
  for (const [name, source] of [
    ['kev', example.kevFile],
    ['epss', example.epssFile],
    ['ssvc', example.ssvcFile],
  ] as const) {
    const deps = { db, ids, clock, publish: events.publish, download: noNetwork };
    const result = await refreshFeed(deps, { name, source });
    if (result.state === 'refused') throw new AppError('LK-VALIDATION', `${source}: ${result.reason}`);
  }
}

const noNetwork = async (): Promise<never> => {
  throw new AppError('LK-NETWORK', 'the example needs no network');
};

/** One step of the timeline walks the whole line before the next one comes: its moment is its own. */
export async function takeStep(house: House, step: Step): Promise<void> {
  if (step.kind === 'finding') {
    const name = step.finding.finder?.name ?? 'Acme';
    await reportByHand(house.line, step.finding, { label: name, name, personId: null });
  } else if (step.kind === 'close') {
    await closeNamed(house, step);
  } else if (step.kind === 'label') {
    await labelNamed(house, step);
  } else if (step.kind === 'ask') {
    await askFor(house, step);
  } else {
    await acceptUpload(house.line, {
      query: queryOf(step),
      body: createReadStream(step.file),
      submittedBy: 'token:acme-pipeline',
      maxBytes: house.config.LANEKEEPER_MAX_UPLOAD,
    });
  }
  await settled(house);
}

type Closing = Extract<Step, { kind: 'close' }>;

async function closeNamed({ line }: House, { close: { of, by, ...statement } }: Closing): Promise<void> {
  const open = line.db
    .selectFrom('v_findings_finding as f')
    .innerJoin('v_findings_rule as r', 'r.id', 'f.rule_id')
    .select('f.id')
    .where('f.state', 'in', ['open', 'reopened']);
  const named =
    'externalId' in of
      ? open.where('f.kind', '=', 'manual').where(sql`f.detail ->> 'externalId'`, '=', of.externalId)
      : open
          .where('f.kind', '=', 'secret')
          .where('f.target_key', '=', of.repository)
          .where('r.key', '=', of.rule)
          .$if(of.path !== undefined, (query) => query.where('f.path', '=', of.path ?? ''));
  const [found, ...others] = await named.execute();
  if (!found || others.length > 0)
    throw new AppError(
      'LK-VALIDATION',
      `${JSON.stringify(of)} names ${others.length + (found ? 1 : 0)} open findings`,
    );
  const stater = { label: by, name: by, personId: null, refused: null };
  await closeByHand(line, toPublicId('finding', found.id), statement, stater);
}

async function labelNamed({ line }: House, { label }: Extract<Step, { kind: 'label' }>): Promise<void> {
  const { of, findings, by: actor, word, reason } = label;
  const found = await line.db
    .selectFrom('v_findings_finding as f')
    .innerJoin('v_findings_rule as r', 'r.id', 'f.rule_id')
    .select('f.id')
    .where('f.target_key', '=', of.repository)
    .where('r.key', '=', of.rule)
    .orderBy('f.id')
    .limit(findings)
    .execute();
  if (found.length < findings)
    throw new AppError('LK-VALIDATION', `${of.rule} in ${of.repository} has ${found.length} findings only`);
  const labels = found.map(({ id }) => ({ findingId: id, word, channel: 'page' as const, actor, reason }));
  await line.db
    .transaction()
    .execute((tx) => keepLabels(tx, { ids: line.ids, at: line.clock.now() }, labels));
}

async function askFor(house: House, { at, ask }: Extract<Step, { kind: 'ask' }>): Promise<void> {
  const { of, by, forDays, ...asked } = ask;
  const { db } = house.line;
  const [finding, ...others] = await db
    .selectFrom('v_findings_finding as f')
    .innerJoin('v_findings_rule as r', 'r.id', 'f.rule_id')
    .select('f.id')
    .where('f.state', 'in', ['open', 'reopened'])
    .where('f.target_key', '=', of.repository)
    .where('r.key', '=', of.rule)
    .where('f.path', '=', of.path)
    .execute();
  const person = await db
    .selectFrom('v_access_person')
    .select(['id', 'name'])
    .where('email', '=', by)
    .executeTakeFirst();
  if (!finding || others.length > 0 || !person)
    throw new AppError('LK-VALIDATION', `${JSON.stringify(of)} is not one open finding, or ${by} is nobody`);
  await askForException(
    exceptionsDeps(house),
    {
      ...asked,
      scope: { of: 'finding', finding: toPublicId('finding', finding.id) },
      until: new Date(Date.parse(at) + forDays * 86_400_000).toISOString(),
      justification: null,
      duplicateOf: null,
      grant: false,
    },
    { label: by, name: person.name, personId: person.id },
  );
}

/** What scans proved, and what each rule asked of developers, as the hourly look finds it. */
export async function judgeExample(house: House): Promise<void> {
  await house.database.db.transaction().execute(planJudgingAll);
  await settled(house);
}

const queryOf = (step: Extract<Step, { kind: 'report' }>) =>
  acceptScanQuery.parse({
    repository: step.repository,
    target: step.target,
    commit: step.commit,
    branch: step.branch,
    tool: step.tool,
    category: step.category,
    coverage: step.coverage && JSON.stringify(step.coverage),
    at: step.at,
    partial: String(!step.complete),
    fileName: basename(step.file),
  });

/** Longer than any step of the example takes; a bound, so that a fault is told instead of waited for. */
const STEP_MS = 60_000;

async function settled({ database }: House): Promise<void> {
  const giveUpAt = Date.now() + STEP_MS;
  for (;;) {
    const { rows } = await database.pool.query<{ waiting: boolean }>(
      `select exists (select from scan where state = 'received')
        or exists (select from graphile_worker.jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts)) as waiting`,
    );
    if (!rows[0]?.waiting) return;
    if (Date.now() > giveUpAt) throw new AppError('LK-BUG', 'a step of the example did not come to its end');
    await sleep(4);
  }
}
