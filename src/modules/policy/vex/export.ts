import type { Kysely } from 'kysely';
import type { VexQuery } from '../../../contract/vex.ts';
import { AppError } from '../../../kernel/errors.ts';
import { nameOf } from '../../../platform/hash.ts';
import type { DB } from '../../schema.gen.ts';
import { type OpenVex, openVexOf, productOf, type StatedFinding } from './open-vex.ts';
import { type StatedRow, statedRows } from './store.ts';

/** Some 20 MB of statements. */
const MOST = 50_000;

/**
 * What this house says of the vulnerabilities in a repository or a target.
 * @throws AppError LK-NOT-FOUND when there is nothing to say, LK-TOO-LARGE when it is more than one document holds
 */
export async function exportVex(db: Kysely<DB>, query: VexQuery, at: Date): Promise<OpenVex> {
  const name = query.repository ?? query.target!;
  const rows = await statedRows(db, placeOf(query), MOST + 1);
  if (rows.length === 0)
    throw new AppError('LK-NOT-FOUND', `Nothing is known of vulnerabilities in packages of ${name}.`);
  if (rows.length > MOST)
    throw new AppError('LK-TOO-LARGE', `${name} has more than ${MOST} of them: ask for one of its targets`);
  const findings = rows.map(findingOf);
  const said = nameOf('vex', name, JSON.stringify(findings));
  return openVexOf(findings, {
    id: `urn:uuid:${said}`,
    author: query.author,
    at: at.toISOString(),
  });
}

function placeOf({ repository, target }: VexQuery): Parameters<typeof statedRows>[1] {
  if (repository !== undefined) return { repository };
  const [kind, ...key] = target!.split(':');
  return { kind: kind!, key: key.join(':') };
}

function findingOf(row: StatedRow): StatedFinding {
  return {
    vulnerability: leadingName(row.vulnerabilities),
    aliases: row.vulnerabilities,
    product: productOf(row),
    component: row.component,
    version: row.version,
    state: row.state === 'reopened' ? 'open' : row.state,
    since: row.since.toISOString(),
    fixedIn: row.fixedIn,
    exception: row.exception,
  };
}

/** The name that most people know; numbers of one tool come last. */
const leadingName = (names: readonly string[]): string =>
  ['CVE-', 'GHSA-'].map((prefix) => names.find((name) => name.startsWith(prefix))).find(Boolean) ?? names[0]!;
