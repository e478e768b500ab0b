import { SCOPES, type Scope } from '../../contract/access.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { DB } from '../schema.gen.ts';
import type { Actor } from './actor.ts';
import { lastUseNotes } from './last-use.ts';
import { holdingsOf } from './rights/store.ts';
import { hashOf } from './secret.ts';
import type { ServiceRow } from './services/store.ts';
import { sessionEnd } from './sign-in/sessions.ts';
import * as store from './store.ts';

/** What a token or session says of who asks. */
export type Known =
  | { state: 'known'; actor: Actor; tokenId: string | null; expiresAt: Date | null }
  | { state: 'refused'; code: ErrorCode; message: string };

/** Looks credentials up by their hash and keeps the answers for a few seconds. */
export interface Credentials {
  ofToken(text: string): Promise<Known>;
  ofSession(secret: string): Promise<Known>;
  /** After any change to people, sessions or tokens: this process sees it at once, others within 5 s. */
  forget(): void;
  /** Resolves when what was noted aside (last use of tokens) is written. */
  settled(): Promise<void>;
}

/** Revocation must hold everywhere within five seconds. */
const KEEP_MS = 4_000;
const MOST_KEPT = 10_000;
/** How exactly a person is told when a session was last used. */
const NOTED_EVERY_MS = 15 * 60_000;

const refused = (code: ErrorCode, message: string): Known => ({ state: 'refused', code, message });
const sessionEnded = refused('LK-UNAUTHENTICATED', 'This session has ended.');
const accountClosed = refused('LK-UNAUTHENTICATED', 'This account is closed.');

export function openCredentials(deps: { db: Database<DB>; clock: Clock; log: Log }): Credentials {
  const { db, clock } = deps;
  const kept = new Map<string, { until: number; known: Promise<Known> }>();
  const lastUse = lastUseNotes(db, deps.log);

  function keep(key: string, now: Date, look: () => Promise<Known>): Promise<Known> {
    const entry = kept.get(key);
    if (entry && now.getTime() < entry.until) return entry.known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const known = look();
    kept.set(key, { until: now.getTime() + KEEP_MS, known });
    const drop = () => {
      if (kept.get(key)?.known === known) kept.delete(key);
    };
    // Refusals are not kept: what is refused now may be granted in the next moment.
    known.then((found) => found.state === 'known' || drop(), drop);
    return known;
  }

  return {
    async ofToken(text) {
      const now = clock.now();
      const hash = hashOf(text);
      const known = await keep(`token ${hash.toString('base64')}`, now, async () => {
        return ofTokenRow(db, await store.findToken(db, hash));
      });
      if (known.state === 'refused') return known;
      if (known.expiresAt && known.expiresAt <= now)
        return refused('LK-TOKEN-EXPIRED', `This token expired on ${known.expiresAt.toISOString()}.`);
      lastUse.note(known.tokenId!, now);
      return known;
    },
    async ofSession(secret) {
      const now = clock.now();
      const hash = hashOf(secret);
      const known = await keep(`session ${hash.toString('base64')}`, now, () => ofSession(db, hash, now));
      return known.state === 'known' && known.expiresAt! <= now ? sessionEnded : known;
    },
    forget: () => kept.clear(),
    settled: lastUse.settled,
  };
}

async function ofTokenRow(
  db: Database<DB>,
  found: Awaited<ReturnType<typeof store.findToken>>,
): Promise<Known> {
  if (!found) return refused('LK-UNAUTHENTICATED', 'This token is not known.');
  const { token, person, service } = found;
  if (token.revoked_at) return refused('LK-UNAUTHENTICATED', 'This token was revoked.');
  if (person?.disabled_at) return accountClosed;
  if (service?.disabled_at)
    return refused('LK-UNAUTHENTICATED', `The service account ${service.key} is disabled.`);
  const known = { state: 'known', tokenId: token.id, expiresAt: token.expires_at } as const;
  if (service) return { ...known, actor: actorOfService(service, token.scopes) };
  const actor: Actor = {
    kind: 'token',
    id: toPublicId('token', token.id),
    label: `token:${token.name}`,
    name: token.name,
    roles: person?.roles ?? [],
    holds: person ? await holdingsOf(db, person.id) : [],
    scopes: token.scopes,
    personId: token.person_id,
  };
  return { ...known, actor };
}

/** What both the token and its account may: taking a scope from the account takes it from all its tokens. */
const actorOfService = ({ id, key, name, scopes }: ServiceRow, ofToken: readonly Scope[]): Actor => ({
  kind: 'service',
  id: toPublicId('service', id),
  label: `service:${key}`,
  name,
  roles: [],
  holds: [],
  scopes: ofToken.filter((scope) => scopes.includes(scope) || scopes.includes('admin')),
  personId: null,
});

/** Using a session moves its end, written at most every quarter of an hour. */
async function ofSession(db: Database<DB>, hash: Buffer, now: Date): Promise<Known> {
  const found = await store.findSession(db, hash);
  if (!found || found.expiresAt <= now) return sessionEnded;
  const { person } = found;
  if (person.disabled_at) return accountClosed;
  let { expiresAt } = found;
  if (now.getTime() - found.lastUsedAt.getTime() >= NOTED_EVERY_MS) {
    expiresAt = sessionEnd(found.startedAt, now);
    await store.extendSession(db, hash, now, expiresAt);
  }
  const actor: Actor = {
    kind: 'person',
    id: toPublicId('person', person.id),
    label: person.email,
    name: person.name,
    roles: person.roles,
    holds: await holdingsOf(db, person.id),
    scopes: [...SCOPES],
    personId: person.id,
  };
  return { state: 'known', actor, tokenId: null, expiresAt };
}
