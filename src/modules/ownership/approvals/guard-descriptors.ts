import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { GuardedField } from '../../../contract/approvals.ts';
import { servicesOf } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { ServiceFacts } from '../compile.ts';
import { rowOf } from '../exposure.ts';
import { NOTHING_STATED } from '../forms/descriptor.ts';
import { isDescriptor, readDescriptor } from '../forms/forms.ts';
import { aroundFolder } from '../nearest-folder.ts';
import type { ReadFile } from '../store.ts';
import { factsOf, type GuardedFacts, guarded, knownBefore, type Waiting } from './approval-rules.ts';
import {
  type ApprovalRow,
  deleteFacts,
  endApprovals,
  insertApprovals,
  type NewApproval,
  type StoredFact,
  selectFacts,
  selectLastAsked,
  upsertFacts,
} from './approvals-store.ts';
import { sameFact, subjectOf } from './facts-in-force.ts';

/** Who has not answered within so many days has not approved. */
const DAYS_TO_ANSWER = 14;
const DAY_MS = 86_400_000;

const NOTHING = factsOf(NOTHING_STATED);

/** A descriptor as it was just read. */
interface Read {
  repositoryId: string;
  subject: string;
  folder: string;
  facts: GuardedFacts;
  /** It was there before, under this name. */
  known: boolean;
  /** Its text is another than before. */
  changed: boolean;
}

/**
 * Decides what counts of newly read descriptors, before they are stored: what is stricter at once; what is looser waits
 * for approval, and so does taking a file away. A file that cannot be used changes nothing.
 */
export async function guardDescriptors(
  tx: Kysely<DB>,
  repositories: readonly { repositoryId: string; files: readonly ReadFile[] }[],
  now: Date,
): Promise<void> {
  const ids = repositories.map(({ repositoryId }) => repositoryId);
  const before = await textsBefore(tx, ids);
  const facts = Map.groupBy(await selectFacts(tx, ids), ({ repositoryId }) => repositoryId);
  const asked = Map.groupBy(await selectLastAsked(tx, ids), (row) => row.repository_id);
  const result: Result = { upserted: [], deleted: [], asked: [], withdrawn: [] };
  for (const { repositoryId, files } of repositories) {
    const read = readAll(repositoryId, files, before);
    const held = facts.get(repositoryId) ?? [];
    // Most repositories state nothing that could be lowered, and never did.
    if (held.length === 0 && read.every((one) => sameFact(one.facts, NOTHING))) continue;
    const unusable = new Set(files.filter(({ valid }) => !valid).map(({ path }) => path));
    judgeRepository(result, {
      read,
      held: held.filter(({ subject }) => !unusable.has(fileOf(subject))),
      asked: (asked.get(repositoryId) ?? []).filter(({ file }) => !unusable.has(fileOf(file))),
      services: await servicesOf(tx, repositoryId),
      repositoryId,
    });
  }
  await deleteFacts(tx, result.deleted);
  await upsertFacts(tx, result.upserted);
  const note = 'the file does not ask for it any more';
  await endApprovals(tx, result.withdrawn, { state: 'withdrawn', by: 'Lanekeeper', at: now, note });
  await insertApprovals(tx, result.asked, now, new Date(now.getTime() + DAYS_TO_ANSWER * DAY_MS));
}

const fileOf = (subject: string): string => subject.replace(/ \([^)]*\)$/, '');

/** Hashes of the texts that are stored, by repository and path. */
async function textsBefore(tx: Kysely<DB>, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; text: string }>`
    select repository_id || ' ' || path as name, md5(content) as text from ownership_file
    where repository_id = any(${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ name, text }) => [name, text]));
}

function readAll(repositoryId: string, files: readonly ReadFile[], before: Map<string, string>): Read[] {
  const found = new Map<string, Read>();
  for (const { path, content, valid } of files) {
    if (!valid || !isDescriptor(path)) continue;
    const text = before.get(`${repositoryId} ${path}`);
    for (const descriptor of readDescriptor(path, content, '').descriptors) {
      const subject = subjectOf(descriptor);
      // Of several services of one file the first speaks for the folder.
      if (found.has(subject)) continue;
      found.set(subject, {
        repositoryId,
        subject,
        folder: descriptor.folder,
        facts: factsOf(descriptor.service),
        known: text !== undefined,
        changed: text !== hash('md5', content),
      });
    }
  }
  // What a folder's file is compared with is what counts of those around it.
  return [...found.values()].sort((a, b) => a.folder.length - b.folder.length);
}

interface Result {
  upserted: StoredFact[];
  deleted: StoredFact[];
  asked: NewApproval[];
  withdrawn: string[];
}

interface Repository {
  repositoryId: string;
  read: readonly Read[];
  held: readonly StoredFact[];
  asked: readonly Omit<ApprovalRow, 'repository'>[];
  services: readonly ServiceFacts[];
}

function judgeRepository(result: Result, repository: Repository): void {
  const { read, held, asked } = repository;
  const heldOf = Map.groupBy(held, ({ subject }) => subject);
  const inForce = new Map<string, GuardedFacts>();
  for (const [, facts] of heldOf) inForce.set(facts[0]!.folder, stated(facts));
  const wishes = new Map<string, Waiting & { changed: boolean }>();
  const wish = (subject: string, waiting: readonly Waiting[], changed: boolean) => {
    for (const one of waiting) wishes.set(`${subject}\n${one.field}`, { ...one, changed });
  };
  for (const one of read) {
    const kept = heldOf.get(one.subject);
    const judged = guarded(previousOf(repository, one, kept, inForce), one.facts);
    keep(result, one, kept ?? [], judged.inForce);
    inForce.set(one.folder, judged.inForce);
    wish(one.subject, judged.waiting, one.changed);
  }
  const present = new Set(read.map(({ subject }) => subject));
  const folders = new Set(read.map(({ folder }) => folder));
  for (const [subject, facts] of heldOf) {
    if (present.has(subject)) continue;
    // Another file speaks for the folder, and was compared with what this one said.
    if (folders.has(facts[0]!.folder)) result.deleted.push(...facts);
    else wish(subject, guarded(stated(facts), NOTHING).waiting, false);
  }
  ask(result, repository, wishes, asked);
}

const stated = (facts: readonly StoredFact[]): GuardedFacts => ({
  ...NOTHING,
  ...Object.fromEntries(facts.map(({ field, value }) => [field, value])),
});

function previousOf(
  { services, held }: Repository,
  { folder, facts, known }: Read,
  kept: readonly StoredFact[] | undefined,
  inForce: ReadonlyMap<string, GuardedFacts>,
): Partial<GuardedFacts> {
  const row = registeredFor(rowOf(services, folder), folder, held);
  // What a file does not state it leaves to those around it and to the registry, which still count: no wish.
  const before = Object.fromEntries(
    Object.entries(knownBefore(aroundFolder(inForce, folder), row)).filter(
      ([field]) => facts[field as GuardedField] !== null,
    ),
  );
  const own = (kept ?? []).filter(({ value }) => value !== null).map(({ field, value }) => [field, value]);
  // A file that was read before and states nothing of a field has said so; of a new one nothing was judged yet.
  return { ...(known || kept ? NOTHING : {}), ...before, ...Object.fromEntries(own) };
}

/** The registry's row without what security approved another value over. */
function registeredFor(
  row: ServiceFacts | null,
  folder: string,
  held: readonly StoredFact[],
): Partial<GuardedFacts> | null {
  if (!row) return null;
  const registered = new Map<string, unknown>(Object.entries(row));
  for (const { field, over, folder: at } of held) {
    const isAround = at === '' || at === folder || folder.startsWith(`${at}/`);
    if (isAround && over !== null && sameFact(registered.get(field), over)) registered.delete(field);
  }
  return Object.fromEntries(registered) as Partial<GuardedFacts>;
}

/** Facts are kept where there is something to keep: a value, or that another one than the file's counts. */
function keep(result: Result, one: Read, kept: readonly StoredFact[], inForce: GuardedFacts): void {
  const { repositoryId, subject, folder, facts } = one;
  const before = new Map(kept.map((fact) => [fact.field, fact]));
  for (const [name, value] of Object.entries(inForce)) {
    const field = name as GuardedField;
    const known = before.get(field);
    const needed = value !== null || !sameFact(facts[field], value);
    if (!needed && known) result.deleted.push(known);
    if (!needed || (known && sameFact(known.value, value))) continue;
    // A stricter value is not the one that was approved.
    result.upserted.push({ repositoryId, subject, folder, field, value, over: null });
  }
}

function ask(
  result: Result,
  { repositoryId }: Repository,
  wishes: ReadonlyMap<string, Waiting & { changed: boolean }>,
  asked: readonly Omit<ApprovalRow, 'repository'>[],
): void {
  const last = new Map(asked.map((row) => [`${row.file}\n${row.field}`, row]));
  for (const [name, row] of last) {
    const wanted = wishes.get(name);
    if (row.state === 'waiting' && !(wanted && sameFact(wanted.wished, row.wished)))
      result.withdrawn.push(row.id);
  }
  for (const [name, { field, current, wished, changed }] of wishes) {
    const row = last.get(name);
    const same = row !== undefined && sameFact(row.wished, wished);
    if (same && (row.state === 'waiting' || row.state === 'refused')) continue;
    // A lapsed wish is asked again only when somebody touches the file.
    if (same && row.state === 'lapsed' && !changed) continue;
    const file = name.slice(0, name.indexOf('\n'));
    result.asked.push({ repositoryId, file, field, current, wished });
  }
}
