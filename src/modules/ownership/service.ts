import type { Kysely } from 'kysely';
import type { ExplainedOwner } from '../../contract/ownership.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import {
  ensureRepository,
  findRepository,
  loadRegistry,
  type Registry,
  servicesOf,
} from '../organisation/public.ts';
import type { FileProblem } from '../organisation/pure.ts';
import type { DB } from '../schema.gen.ts';
import { waitingProblems } from './approvals/approvals.ts';
import { selectFacts } from './approvals/approvals-store.ts';
import { guardDescriptors } from './approvals/guard-descriptors.ts';
import { formProblems } from './check/check.ts';
import { dialectOf, hostFactsOf } from './code-host.ts';
import { compileOwnership, type OwnershipFile, type OwnershipMap } from './compile.ts';
import { exposureOf } from './exposure.ts';
import { isOwnershipFile } from './forms/ownership-file.ts';
import type { Dialect } from './pattern.ts';
import { resolveOwner } from './resolve.ts';
import { assetsIn } from './resources/assets.ts';
import { replaceAssets } from './resources/store-resources.ts';
import * as store from './store.ts';

/** Repositories whose answers are kept prepared; the least recently asked goes first. */
const MAX_KEPT = 500;
const kept = new Map<string, { version: string } & Ownership>();

/** Who owns what in one repository, and the registry of teams that the answers name. */
export interface Ownership {
  map: OwnershipMap;
  registry: Registry;
}

/**
 * The answers of one repository, prepared. Costs one small query while nothing changed.
 * @param repositoryId null for what is no repository (image, host, …): security's triage answers
 * @param now says which overrides are in force
 */
export async function loadOwnership(
  db: Kysely<DB>,
  repositoryId: string | null,
  now: Date,
): Promise<Ownership> {
  const version = await store.selectVersion(db, repositoryId, now);
  const key = repositoryId ?? '';
  const known = kept.get(key);
  kept.delete(key);
  const entry = known?.version === version ? known : { version, ...(await prepare(db, repositoryId, now)) };
  kept.set(key, entry);
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return entry;
}

async function prepare(db: Kysely<DB>, repositoryId: string | null, now: Date): Promise<Ownership> {
  const registry = await loadRegistry(db);
  const row = repositoryId === null ? null : await findRepository(db, { id: repositoryId });
  const nowhere = { key: '', unitKey: null };
  if (!row) return { map: compileOwnership({ repository: nowhere, registry, files: [] }), registry };
  const services = await servicesOf(db, row.id);
  const files = await store.selectCounting(db, row.id);
  const teamKeys = new Map(registry.teams.map(({ id, key }) => [id, key]));
  const overrides = await store.selectOverridesInForce(db, row.id, now, teamKeys);
  const host = hostFactsOf(row.hostFacts);
  const dialect = dialectOf(row.system);
  const repository = { key: row.key, unitKey: row.unitKey, services, host, dialect };
  const inForce = await selectFacts(db, [row.id]);
  return { map: compileOwnership({ repository, registry, files, overrides, inForce }), registry };
}

/**
 * Keeps the ownership files of a repository's default branch.
 * @param files all of them: those no longer named are removed. A file that became invalid keeps its last good
 *   version in force; an about.yaml of another tool is kept and left alone.
 * @returns what is wrong, for the people of the repository
 * @throws AppError LK-VALIDATION for a path that is no ownership file's
 */
export async function storeOwnershipFiles(
  tx: Kysely<DB>,
  repositoryId: string,
  files: readonly OwnershipFile[],
  now: Date,
): Promise<FileProblem[]> {
  const byPath = new Map(files.map((file) => [checkedPath(file.path), file]));
  const repository = await findRepository(tx, { id: repositoryId });
  const dialect = dialectOf(repository?.system ?? null);
  const read = [...byPath.values()].map((file) => readFile(file, dialect));
  await guardDescriptors(tx, [{ repositoryId, files: read }], now);
  await store.replaceFiles(tx, repositoryId, read, now);
  await replaceAssets(tx, [{ repositoryId, files: assetsIn(read) }]);
  return [...read.flatMap(({ problems }) => problems), ...(await waitingProblems(tx, repositoryId))];
}

/** Whether it can be the path of an ownership file inside a repository. */
export function isPathOfOwnership(path: string): boolean {
  const inside = path.length <= 1000 && !path.includes('\0') && !path.includes('\\');
  const clean = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  return inside && clean && isOwnershipFile(path);
}

function checkedPath(path: string): string {
  if (isPathOfOwnership(path)) return path;
  throw new AppError(
    'LK-VALIDATION',
    `${JSON.stringify(path.slice(0, 200))} is no ownership file: about.yaml, a catalogue's such as catalog-info.yaml, or CODEOWNERS in its place`,
  );
}

/** The file as it is kept, with what is wrong in it. @param dialect of its code host; null: not known */
export function readFile({ path, content: asSent }: OwnershipFile, dialect: Dialect | null): store.ReadFile {
  const content = storable(asSent);
  const { problems, usable } = formProblems({ path, content }, dialect);
  const tooLarge = problems.some(({ code }) => code === 'too-large');
  return {
    path,
    // What is too large to be read is not kept either.
    content: tooLarge ? '' : content,
    valid: usable,
    problems: problems.map((problem) => ({ ...problem, message: storable(problem.message) })),
  };
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD').toWellFormed();

/**
 * Who owns a path of a repository, how exposed it is, and what is wrong in the files that say so.
 * @param path null asks for the repository as a whole
 * @throws AppError LK-NOT-FOUND for a repository that nothing has named yet
 */
export async function explainOwner(
  db: Kysely<DB>,
  repositoryKey: string,
  path: string | null,
  now: Date,
): Promise<ExplainedOwner> {
  const repository = await findRepository(db, { key: repositoryKey });
  if (!repository) throw new AppError('LK-NOT-FOUND', `There is no repository called ${repositoryKey}.`);
  const { map, registry } = await loadOwnership(db, repository.id, now);
  const { team, contact, ...rest } = resolveOwner(map, path);
  const stored = await store.selectProblems(db, repository.id);
  const waiting = await waitingProblems(db, repository.id);
  return {
    repository: repository.key,
    path,
    owner: team,
    ...rest,
    contact: { ...contact, manager: registry.byKey.get(team)?.manager ?? null },
    exposure: exposureOf(map, path),
    problems: distinctProblems([...stored, ...map.problems, ...waiting]),
  };
}

/** The newest version and the one that counts are often the same, and so are their problems. */
export const distinctProblems = (problems: FileProblem[]) => [
  ...new Map(problems.map((problem) => [JSON.stringify(Object.entries(problem).sort()), problem])).values(),
];

/** `storeOwnershipFiles` for a repository by name; one that is new here is registered. */
export async function storeFilesOf(
  tx: Tx<DB>,
  deps: { ids: Parameters<typeof ensureRepository>[1]; now: Date },
  repositoryKey: string,
  files: readonly OwnershipFile[],
): Promise<FileProblem[]> {
  const { id } = await ensureRepository(tx, deps.ids, repositoryKey);
  return storeOwnershipFiles(tx, id, files, deps.now);
}
