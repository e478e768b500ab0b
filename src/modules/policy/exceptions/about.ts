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
  const [findings, named] = await Promise.all([
    findingsOf(
      db,
      ids(({ findingId }) => findingId),
    ),
    namesOf(db, {
      fixes: ids(({ fixId }) => fixId),
      repositories: ids(({ repositoryId }) => repositoryId),
      covering: ids(({ id, state }) =>
        state === 'asked' || state === 'refused' || state === 'withdrawn' ? null : id,
      ),
    }),
  ]);
  return { findings, ...named };
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

/** One question for all that is no more than a name or a number. */
async function namesOf(
  db: Kysely<DB>,
  { fixes, repositories, covering }: Record<'fixes' | 'repositories' | 'covering', string[]>,
): Promise<Omit<About, 'findings'>> {
  const found = {
    fixes: new Map<string, NonNullable<Exception['fix']>>(),
    repositories: new Map<string, string>(),
    covered: new Map<string, number>(),
  };
  if (fixes.length + repositories.length + covering.length === 0) return found;
  const { rows } = await sql<{ what: keyof typeof found; id: string; text: string; n: number }>`
    select 'fixes' as what, id, title as text, 0 as n from v_findings_fix where id = any(${fixes}::uuid[])
    union all
    select 'repositories', id, key, 0 from v_organisation_repository where id = any(${repositories}::uuid[])
    union all
    select 'covered', exception_id, '', count(*)::int from v_findings_row
    where exception_id = any(${covering}::uuid[]) and state = 'excepted' group by exception_id`.execute(db);
  for (const { what, id, text, n } of rows) {
    if (what === 'fixes') found.fixes.set(id, { id: toPublicId('fix', id), title: text });
    else if (what === 'repositories') found.repositories.set(id, text);
    else found.covered.set(id, n);
  }
  return found;
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
