import { type Kysely, sql } from 'kysely';
import type { Exception } from '../../../contract/exceptions.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { StoredException } from '../../findings/public.ts';
import { shortName } from '../../findings/pure.ts';
import type { DB } from '../../schema.gen.ts';

/** What exceptions name, by their ids, as pages show it. */
export interface About {
  findings: ReadonlyMap<string, NonNullable<Exception['finding']>>;
  fixes: ReadonlyMap<string, NonNullable<Exception['fix']>>;
  repositories: ReadonlyMap<string, string>;
  /** How many findings each covers now. */
  covered: ReadonlyMap<string, number>;
}

export async function loadAbout(db: Kysely<DB>, exceptions: readonly StoredException[]): Promise<About> {
  const ids = (of: (exception: StoredException) => string | null) => [
    ...new Set(exceptions.flatMap((exception) => of(exception) ?? [])),
  ];
  const [findings, fixes, repositories, covered] = await Promise.all([
    findingsOf(
      db,
      ids(({ findingId }) => findingId),
    ),
    fixesOf(
      db,
      ids(({ fixId }) => fixId),
    ),
    repositoriesOf(
      db,
      ids(({ repositoryId }) => repositoryId),
    ),
    coveredOf(
      db,
      ids(({ id, state }) => (state === 'asked' || state === 'refused' || state === 'withdrawn' ? null : id)),
    ),
  ]);
  return { findings, fixes, repositories, covered };
}

type ShownFinding = NonNullable<Exception['finding']>;
interface FindingRow {
  id: string;
  title: string;
  kind: ShownFinding['kind'];
  state: ShownFinding['state'];
  priority: number;
  target_kind: ShownFinding['target']['kind'];
  target_key: string;
  path: string | null;
}

async function findingsOf(db: Kysely<DB>, ids: string[]): Promise<Map<string, ShownFinding>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<FindingRow>`
    select id, title, kind, state, priority, target_kind, target_key, path from v_findings_finding
    where id = any(${ids}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ id, target_kind, target_key, priority, ...rest }) => [
      id,
      {
        ...rest,
        id: toPublicId('finding', id),
        priority: PRIORITIES[priority] ?? 'P4',
        target: { kind: target_kind, key: target_key },
      },
    ]),
  );
}

async function fixesOf(db: Kysely<DB>, ids: string[]): Promise<About['fixes']> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from v_findings_fix where id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, title }) => [id, { id: toPublicId('fix', id), title }]));
}

async function repositoriesOf(db: Kysely<DB>, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; key: string }>`
    select id, key from v_organisation_repository where id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, key }) => [id, key]));
}

async function coveredOf(db: Kysely<DB>, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; covered: number }>`
    select exception_id as id, count(*)::int as covered from v_findings_row
    where exception_id = any(${ids}::uuid[]) and state = 'excepted' group by exception_id`.execute(db);
  return new Map(rows.map(({ id, covered }) => [id, covered]));
}

/** What it covers: "rule sql-injection of semgrep under src/legacy in acme/shop". */
export function whatWords(exception: StoredException, about: About): string {
  const { scope, findingId, fixId, tool, rule, path, repositoryId, component, versions, vulnerability } =
    exception;
  switch (scope) {
    case 'finding':
      return about.findings.get(findingId ?? '')?.title ?? 'a finding that is not kept any more';
    case 'fix':
      return `all of “${about.fixes.get(fixId ?? '')?.title ?? 'a fix that is not kept any more'}”`;
    case 'rule':
      return `rule ${rule} of ${tool}${path ? ` under ${path}` : ''} in ${about.repositories.get(repositoryId ?? '') ?? 'its repository'}`;
    case 'package': {
      const of =
        versions === null ? '' : ` ${versions.slice(0, 3).join(', ')}${versions.length > 3 ? ' …' : ''}`;
      const where = exception.allTeams ? 'everywhere' : 'wherever its team owns it';
      return `${vulnerability} in ${shortName(component ?? '')}${of}, ${where}`;
    }
  }
}
