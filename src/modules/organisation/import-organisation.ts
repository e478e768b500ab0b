import type { ImportSummary } from '../../contract/organisation.ts';
import { AppError } from '../../kernel/errors.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import { audit, ensurePerson } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import {
  renameRepositories,
  type Written,
  writeRepositories,
  writeServices,
  writeTeams,
  writeUnits,
} from './import-store.ts';
import type { OrganisationFile } from './organisation-file.ts';
import { type KnownKeys, parseOrganisation } from './parse-organisation.ts';
import { writeResourceRules } from './resource-store.ts';
import { ensureTriageTeam } from './service.ts';
import { selectRepositoryKeys, selectTeams, selectUnits } from './store.ts';
import { type Claim, replaceClaims, teamIds } from './store-members.ts';

/**
 * Brings the registry to what the document says. Idempotent; what the document does not name stays.
 * @param text YAML, as the README of this slice has it
 * @param options.by label for the audit trail
 * @param options.now when memberships begin and end; the database's time if absent
 * @throws AppError LK-VALIDATION with the first problem's line and column, and all of them in `detail.problems`
 */
export async function importOrganisation(
  tx: Tx<DB>,
  ids: IdSource,
  text: string,
  options: { by?: string; file?: string; now?: Date } = {},
): Promise<ImportSummary> {
  const { by = 'system', file = 'organisation.yaml', now = null } = options;
  await lockFor(tx, 'organisation', 'import');
  await ensureTriageTeam(tx, ids);
  const document = parsed(file, text, await knownKeys(tx));
  const withId = <Row extends object>(rows: Row[]) => rows.map((row) => ({ ...row, id: ids.next() }));
  const units = await writeUnits(tx, withId(document.businessUnits));
  const teams = await writeTeams(tx, withId(document.teams));
  await renameRepositories(tx, document.repositories);
  const repositories = await writeRepositories(tx, withId(document.repositories));
  const listed = document.repositories.filter(({ services }) => services !== undefined);
  const services = withId(
    listed.flatMap(({ key, services = [] }) =>
      services.map((service) => ({ ...service, path: folderOf(service.path), repository: key })),
    ),
  );
  const writtenServices = await writeServices(
    tx,
    listed.map(({ key }) => key),
    services,
  );
  const rules = document.resources && (await writeResourceRules(tx, withId(document.resources)));
  await importPeople(tx, ids, document.people, by, now);
  const summary: ImportSummary = {
    businessUnits: counted(document.businessUnits, units),
    teams: counted(document.teams, teams),
    repositories: counted(document.repositories, repositories),
    services: counted(services, writtenServices),
    resources: counted(document.resources ?? [], rules ?? { added: 0, changed: 0 }),
    people: document.people.length,
  };
  await audit(tx, by, 'organisation.import', 'organisation', summary);
  return summary;
}

function parsed(file: string, text: string, known: KnownKeys): OrganisationFile {
  const { document, problems } = parseOrganisation(file, text, known);
  if (document) return document;
  const [first] = problems;
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const where = first ? `${file}:${first.line}:${first.column}: ${first.message}` : `${file} is empty`;
  throw new AppError('LK-VALIDATION', `${where}${others}`, { detail: { problems } });
}

async function knownKeys(tx: Tx<DB>): Promise<KnownKeys> {
  const [teams, units] = [await selectTeams(tx), await selectUnits(tx)];
  const repositories = await selectRepositoryKeys(tx);
  return { teams: teams.map(({ key }) => key), units, repositories };
}

async function importPeople(
  tx: Tx<DB>,
  ids: IdSource,
  people: OrganisationFile['people'],
  by: string,
  now: Date | null,
) {
  const teamsByKey = await teamIds(
    tx,
    people.flatMap(({ teams = [] }) => teams.map(({ team }) => team)),
  );
  const listed: string[] = [];
  const claims: Claim[] = [];
  for (const { email, name, roles, teams } of people) {
    const { id } = await ensurePerson(tx, ids, { email, name, roles }, by);
    if (!teams) continue;
    listed.push(id);
    // The last word on a team counts, should one be named twice.
    const byTeam = new Map(teams.map(({ team, role }) => [team, role]));
    for (const [team, role] of byTeam) claims.push({ person: id, team: teamsByKey.get(team)!, role });
  }
  await replaceClaims(tx, 'import', { people: listed }, claims, now);
}

const counted = (rows: readonly unknown[], { added, changed }: Written) => ({
  added,
  changed,
  same: rows.length - added - changed,
});

/** `services/ledger/` and `./services/ledger` are the folder `services/ledger`. */
const folderOf = (path: string) => path.replace(/^(\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
