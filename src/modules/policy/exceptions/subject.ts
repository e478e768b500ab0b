import { type Kysely, sql } from 'kysely';
import type { AskedScope } from '../../../contract/exceptions.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { type Extent, NO_EXTENT } from '../../findings/public.ts';
import { isUnder } from '../../findings/pure.ts';
import type { DB } from '../../schema.gen.ts';

/** What an exception is asked for, read from the finding or the fix that it is asked on. */
export interface Subject {
  extent: Extent;
  /** The finding on which it is asked, also where it covers more; null = asked on a fix. */
  findingId: string | null;
  teamId: string;
  /** Null = it looks into several targets. */
  targetId: string | null;
  /** 0 = P0. */
  priority: number;
  ownTeamOnly: boolean;
}

/**
 * Reads what a scope names.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (not open, or excepted), LK-VALIDATION (the scope does not fit it)
 */
export async function subjectOf(db: Kysely<DB>, scope: AskedScope): Promise<Subject> {
  if (scope.of === 'fix') return fixSubject(db, scope.fix);
  const finding = await findFinding(db, scope.finding);
  const subject = { teamId: finding.teamId, priority: finding.priority, findingId: finding.id };
  if (scope.of === 'finding') {
    const extent = { ...NO_EXTENT, scope: 'finding', findingId: finding.id } as const;
    return { ...subject, extent, targetId: finding.targetId, ownTeamOnly: false };
  }
  const extent = scope.of === 'rule' ? ruleExtent(finding, scope.path) : packageExtent(finding, scope);
  return { ...subject, extent, targetId: null, ownTeamOnly: scope.ownTeamOnly };
}

interface Found {
  id: string;
  state: string;
  teamId: string;
  targetId: string;
  repositoryId: string | null;
  tool: string;
  rule: string;
  path: string | null;
  component: string | null;
  vulnerabilities: string[] | null;
  priority: number;
}

async function findFinding(db: Kysely<DB>, publicId: string): Promise<Found> {
  const id = fromPublicId('finding', publicId);
  const { rows } = id
    ? await sql<Found>`
        select f.id, f.state, f.owner_team_id as "teamId", f.target_id as "targetId", f.repository_id as "repositoryId",
          f.tool, r.key as rule, f.path, f.component, f.vulnerabilities, f.priority
        from v_findings_finding f join v_findings_rule r on r.id = f.rule_id where f.id = ${id}`.execute(db)
    : { rows: [] };
  const found = rows[0];
  if (!found) throw new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
  if (found.state === 'excepted')
    throw new AppError('LK-CONFLICT', 'This finding has an exception already: there is nothing to ask.');
  if (found.state === 'fixed')
    throw new AppError('LK-CONFLICT', 'This finding is fixed: there is nothing to let off.');
  return found;
}

async function fixSubject(db: Kysely<DB>, publicId: string): Promise<Subject> {
  const id = fromPublicId('fix', publicId);
  const fix = id
    ? await db
        .selectFrom('v_findings_fix')
        .select(['id', 'owner_team_id', 'target_id', 'priority', 'state'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!fix) throw new AppError('LK-NOT-FOUND', `there is no fix ${publicId}`);
  if (fix.state !== 'open')
    throw new AppError('LK-CONFLICT', 'Nothing of this fix is open: there is nothing to let off.');
  return {
    extent: { ...NO_EXTENT, scope: 'fix', fixId: fix.id! },
    findingId: null,
    teamId: fix.owner_team_id!,
    targetId: fix.target_id,
    priority: fix.priority!,
    ownTeamOnly: false,
  };
}

function ruleExtent({ repositoryId, tool, rule, path }: Found, asked: string): Extent {
  if (repositoryId === null)
    throw new AppError(
      'LK-VALIDATION',
      'scope: this finding lies in no repository; ask for the finding itself or for its fix',
    );
  const folder = asked.replace(/^\.\//, '').replace(/^\/+/, '').replace(/\/+$/, '');
  if (!isUnder(path, folder))
    throw new AppError('LK-VALIDATION', `scope.path: ${path ?? 'this finding'} does not lie under ${folder}`);
  return { ...NO_EXTENT, scope: 'rule', tool, rule, repositoryId, path: folder };
}

function packageExtent(
  { component, vulnerabilities }: Found,
  { vulnerability, versions }: Extract<AskedScope, { of: 'package' }>,
): Extent {
  if (component === null || !vulnerabilities || vulnerabilities.length === 0)
    throw new AppError('LK-VALIDATION', 'scope: this finding names no package with a vulnerability');
  const named = vulnerability ?? vulnerabilities[0]!;
  if (!vulnerabilities.includes(named))
    throw new AppError('LK-VALIDATION', `scope.vulnerability: this finding does not name ${named}`);
  return { ...NO_EXTENT, scope: 'package', component, vulnerability: named, versions };
}
