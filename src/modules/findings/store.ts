import { type Kysely, sql, type Transaction } from 'kysely';
import type { TargetRef } from '../../kernel/finding.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Resource } from '../../kernel/observation.ts';
import type { DB } from '../schema.gen.ts';
import { isOfPackage, normaliseText, packageRule, placedPackage } from './keys.ts';
import type { Known } from './track.ts';

type Tx = Transaction<DB>;

/** The target's id; made known if it is not. Safe when two ask at once. */
export async function ensureTarget(
  db: Kysely<DB>,
  ids: IdSource,
  ref: TargetRef,
  repository: { id: string; key: string; formerNames: readonly string[] } | null,
): Promise<string> {
  const repositoryId = repository?.id ?? null;
  const find = () =>
    db
      .selectFrom('target')
      .select(['id', 'repository_id'])
      .where('kind', '=', ref.kind)
      .where('key', '=', ref.key);
  const found = await find().executeTakeFirst();
  if (found) {
    if (repositoryId && !found.repository_id) {
      await db
        .updateTable('target')
        .set({ repository_id: repositoryId })
        .where('id', '=', found.id)
        .execute();
    }
    return found.id;
  }
  const renamed = repository && (await renameTarget(db, ref, repository));
  if (renamed) return renamed;
  await db
    .insertInto('target')
    .values({ id: ids.next(), kind: ref.kind, key: ref.key, repository_id: repositoryId })
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .execute();
  return (await find().executeTakeFirstOrThrow()).id;
}

/** The repository goes by a new name: its target goes on, with all that is known of it. */
async function renameTarget(
  db: Kysely<DB>,
  ref: TargetRef,
  { id, key, formerNames }: { id: string; key: string; formerNames: readonly string[] },
): Promise<string | null> {
  if (ref.kind !== 'repository' || ref.key !== key || formerNames.length === 0) return null;
  const { rows } = await sql<{ id: string }>`
    with old as (select id, key from target
      where kind = 'repository' and repository_id = ${id} and key = any(${formerNames}::text[]) limit 1),
    titles as (update fix x set title = replace(x.title, old.key, ${key}) from old where x.target_id = old.id)
    update target t set key = ${key} from old where t.id = old.id returning t.id`.execute(db);
  return rows[0]?.id ?? null;
}

export interface Stream {
  id: string;
  scanId: string | null;
  scannedAt: Date | null;
  resultsDigest: string | null;
  ruleSet: string | null;
  /** Of other branches something is remembered: what they have, or lack. */
  branched: boolean;
  /** Other tools told of the target, or a person decided on two findings of it: there may be something to correlate. */
  accompanied: boolean;
}

/** What this scan is compared with: the tool's earlier results over the target in the same category. */
export async function ensureStream(
  tx: Tx,
  ids: IdSource,
  key: { targetId: string; tool: string; category: string; at: Date },
): Promise<Stream> {
  const { rows } = await sql<Stream>`
    with made as (
      insert into stream (id, target_id, tool, category, first_at)
      select ${ids.next()}, ${key.targetId}, ${key.tool}, ${key.category}, ${key.tool === 'by-hand' ? null : key.at}::timestamptz
      where not exists (select from stream
        where target_id = ${key.targetId} and tool = ${key.tool} and category = ${key.category})
      returning *
    )
    select id, scan_id as "scanId", scanned_at as "scannedAt", results_digest as "resultsDigest", rule_set as "ruleSet",
      exists (select from presence p where p.stream_id = s.id and p.until is null) as branched,
      exists (select from stream o where o.target_id = s.target_id and o.id <> s.id)
        or exists (select from correlation_verdict v where v.target_id = s.target_id and v.undone_at is null) as accompanied
    from (select * from made union all select * from stream
      where target_id = ${key.targetId} and tool = ${key.tool} and category = ${key.category}) s`.execute(tx);
  return rows[0]!;
}

/** A known finding with what deciding needs of it. */
export interface KnownFinding extends Known {
  id: string;
  content: string;
  kind: string;
  state: 'open' | 'reopened' | 'fixed' | 'excepted';
  severity: number;
  /** Where it lies, also where moving it does not make it another. */
  place: string | null;
  fixId: string | null;
  /** The exception that a person was granted for it. */
  exceptionId: string | null;
  openedAt: Date;
  absent: boolean;
  ruleId: string;
  /** Names of the rule sets that saw it; empty = one without a name. */
  ruleSets: readonly string[];
  /** Seen on the default branch; false = only release branches have it. */
  onDefault: boolean;
  /** A credential that the tool tried last time, and it worked. */
  worked: boolean;
  /** A person closed it with evidence: being seen again does not refute that. */
  closedByHand: boolean;
  /** Changed by a scan of a later time than the one at hand, which therefore has no say in it. */
  newer: boolean;
}

interface KnownRow {
  id: string;
  key: string;
  ordered: boolean;
  rule_id: string;
  component: string | null;
  vulnerabilities: string[] | null;
  resource: Resource | null;
  text: string | null;
  said: string | null;
  content: string;
  kind: string;
  state: KnownFinding['state'];
  severity: number;
  path: string | null;
  start_line: number | null;
  fix_id: string | null;
  exception_id: string | null;
  rule_sets: string[] | null;
  on_default: boolean;
  worked: boolean;
  opened_at: Date;
  absent: boolean;
  closed_by_hand: boolean;
  newer: boolean;
}

const KNOWN = (
  at: Date,
) => sql`id, key, ordered, rule_id, content, kind, state, severity, path, start_line, fix_id, exception_id, opened_at, component, vulnerabilities,
  -- As keysOf has it of an observation.
  case when component is not null then coalesce(version, '') when kind = 'web' then detail -> 'web' ->> 'url'
    when kind = 'secret' and not ordered and path is not null then path
    else coalesce(snippet, case when not ordered then title end) end as text,
  case when ordered then md5(coalesce(message, title))::uuid end as said,
  case when component is not null then detail -> 'resource' end as resource,
  absent_since is not null as absent, rule_sets, on_default,
  kind = 'secret' and coalesce((detail -> 'secret' ->> 'verified')::boolean, false) as worked, closed_how is not null as closed_by_hand, changed_at > ${at} and kind <> 'manual' as newer`;
const LIVE = sql`state in ('open', 'reopened', 'excepted')`;

/**
 * What is live in the stream, as a scan of the time `at` has to know it. With `paths` only what lies under these prefixes: a scan of one folder does
 * not load its repository's history.
 */
export async function loadLive(
  tx: Tx,
  streamId: string,
  at: Date,
  paths: readonly string[] | null,
): Promise<KnownFinding[]> {
  const inScope = paths
    ? sql`and exists (select from unnest(${paths}::text[]) p where starts_with(path, p))`
    : sql``;
  const { rows } = await sql<KnownRow>`
    select ${KNOWN(at)} from finding where stream_id = ${streamId} and ${LIVE} ${inScope}`.execute(tx);
  return rows.map(knownOf);
}

/** Keys asked for in one statement: bounds the memory of both sides. */
const KEYS_AT_ONCE = 10_000;

/** Findings with these keys that `loadLive` left out: fixed ones, and with a scope those outside of it. */
export async function loadByKeys(
  tx: Tx,
  streamId: string,
  at: Date,
  seen: readonly { key: string }[],
  scoped: boolean,
): Promise<KnownFinding[]> {
  const states = scoped ? ['fixed', 'open', 'reopened', 'excepted'] : ['fixed'];
  // Before many questions, one: a first report finds nothing fixed to come back.
  if (seen.length > KEYS_AT_ONCE && !(await hasAny(tx, streamId, states))) return [];
  const found: KnownFinding[] = [];
  for (const chunk of chunks(new Set(seen.map(({ key }) => key)), KEYS_AT_ONCE)) {
    const { rows } = await sql<KnownRow>`
      select ${KNOWN(at)} from finding
      where stream_id = ${streamId} and state = any(${states}) and key = any(${chunk}::uuid[])`.execute(tx);
    for (const row of rows) found.push(knownOf(row));
  }
  return found;
}

async function hasAny(tx: Tx, streamId: string, states: string[]): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from finding where stream_id = ${streamId} and state = any(${states})) as any`.execute(
    tx,
  );
  return rows[0]?.any === true;
}

function* chunks<Item>(items: Iterable<Item>, size: number): Iterable<Item[]> {
  let chunk: Item[] = [];
  for (const item of items) {
    if (chunk.push(item) < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const UNNAMED: readonly string[] = [''];

const knownOf = (row: KnownRow): KnownFinding => ({
  id: row.id,
  key: row.key,
  ordered: row.ordered,
  text: normaliseText(row.text),
  said: row.said ?? undefined,
  ...nameOfWeakness(row),
  line: row.start_line ?? 0,
  live: row.state !== 'fixed',
  content: row.content,
  kind: row.kind,
  state: row.state,
  severity: row.severity,
  // Only lines and packages are looked for where they lie.
  path: row.ordered || isOfPackage(row.kind) ? row.path : null,
  place: row.path,
  fixId: row.fix_id,
  exceptionId: row.exception_id,
  ruleId: row.rule_id,
  ruleSets: row.rule_sets ?? UNNAMED,
  onDefault: row.on_default,
  worked: row.worked,
  openedAt: row.opened_at,
  absent: row.absent,
  closedByHand: row.closed_by_hand,
  newer: row.newer,
});

/** The rule; for packages the package and its weakness. */
function nameOfWeakness({ kind, component, vulnerabilities, resource, rule_id }: KnownRow) {
  if (!component || !isOfPackage(kind)) return { rule: rule_id };
  const weaknesses = vulnerabilities ?? [];
  const name = placedPackage(component, resource);
  return { rule: packageRule(name, weaknesses, rule_id), package: { name, weaknesses } };
}

/** Remembers who found it, so that they can follow it to closure. @returns id of the finding */
export async function rememberFinder(
  db: Kysely<DB>,
  entry: {
    targetId: string;
    /** Strong key of the finding. */
    key: string;
    personId: string | null;
    name: string;
    contact: string | null;
    evidence: string | null;
  },
): Promise<string> {
  const found = await db
    .selectFrom('finding')
    .select('id')
    .where('target_id', '=', entry.targetId)
    .where('kind', '=', 'manual')
    .where('key', '=', entry.key)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('finder')
    .values({
      finding_id: found.id,
      person_id: entry.personId,
      name: entry.name,
      contact: entry.contact,
      evidence: entry.evidence,
    })
    .onConflict((conflict) => conflict.column('finding_id').doNothing())
    .execute();
  return found.id;
}
