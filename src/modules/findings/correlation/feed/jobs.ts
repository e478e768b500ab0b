import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../../kernel/clock.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { IdSource } from '../../../../kernel/ids.ts';
import { enqueue, type Job } from '../../../../platform/jobs/jobs.ts';
import type { Publish } from '../../../../platform/outbox/events.ts';
import type { DB } from '../../../schema.gen.ts';
import { refreshFixes } from '../../store-fixes.ts';
import { lockTarget } from '../../target-lock.ts';
import { correlateTouched } from '../correlate-touched.ts';
import { CORRELATE_TARGETS, type Download, refreshAliases } from './refresh-aliases.ts';
import { namedFindings } from './store-aliases.ts';

const REFRESH_ALIASES = 'refresh-aliases';
/** Line for the workers' crontab (UTC): daily, away from the other feeds. */
export const REFRESH_ALIASES_CRON = `37 18 * * * ${REFRESH_ALIASES}`;

/** Of its job: it waits once. */
export const ALIASES_KEY = REFRESH_ALIASES;

/** Asks for a refresh soon, e.g. at start; one that waits already is replaced. */
export const scheduleAliasRefresh = (tx: Transaction<DB>): Promise<void> =>
  enqueue(tx, REFRESH_ALIASES, {}, { key: ALIASES_KEY, maxAttempts: 5 });

export interface AliasDeps {
  db: Kysely<DB>;
  clock: Clock;
  download: Download;
  /** File or URL, from LANEKEEPER_OSV; what is not set is left alone. */
  source: string | undefined;
  publish: Publish<DB>;
}

/** Refreshes the names of vulnerabilities. A feed that is refused keeps what is held. */
export const refreshAliasesJob = ({ db, clock, download, source, publish }: AliasDeps): Job<object> => ({
  name: REFRESH_ALIASES,
  payload: z.object({}).loose(),
  maxAttempts: 5,
  async run(_payload, { log }) {
    if (!source) return;
    const result = await refreshAliases(db, download, source, clock.now(), (tx, names) =>
      publish(tx, { type: 'aliases.changed', names }),
    );
    if (result.state !== 'refused')
      return log.info({ aliases: result }, 'names of vulnerabilities refreshed');
    log.warn({ aliases: result }, 'names of vulnerabilities refused, the last good ones stay');
    if (!result.reachable) throw new AppError('LK-NETWORK', 'No answer from the source of LANEKEEPER_OSV.');
  },
});

export interface CorrelateDeps {
  db: Kysely<DB>;
  ids: IdSource;
  clock: Clock;
  publish: Publish<DB>;
}

/** Correlates targets again, each in its own transaction; one that is as it has to be costs no row. */
export const correlateTargetsJob = (deps: CorrelateDeps): Job<{ targetIds: string[] }> => ({
  name: CORRELATE_TARGETS,
  payload: z.object({ targetIds: z.array(z.uuid()) }),
  async run({ targetIds }) {
    for (const targetId of targetIds) await correlateTarget(deps, targetId);
  },
});

function correlateTarget({ db, ids, clock, publish }: CorrelateDeps, targetId: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    await lockTarget(tx, targetId);
    const said = { at: clock.now().toISOString(), actor: 'names of vulnerabilities', scanId: null };
    const findingIds = await namedFindings(tx, targetId);
    const fixIds = [...(await correlateTouched(tx, ids, { targetId, findingIds, ...said }))];
    if (fixIds.length === 0) return;
    const because = 'The register of vulnerabilities now says which of its findings are the same';
    await refreshFixes(tx, fixIds, { scanId: null, at: said.at, because });
    await publish(tx, { type: 'fixes.changed', fixIds });
  });
}
