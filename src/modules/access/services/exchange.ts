import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { sql } from 'kysely';
import type { Scope } from '../../../contract/access.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type IdSource, toPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import { hashOf } from '../secret.ts';
import { addToken } from '../tokens.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { claimObjection } from './match-claims.ts';
import { MINUTES_OF_PIPELINES } from './store.ts';
import { selectTrusts, type TrustRow, useOnce } from './trust-store.ts';

export interface ExchangeDeps {
  db: Database<DB>;
  clock: Clock;
  ids: IdSource;
  issuers: IssuerKeys;
}

const MINUTE_MS = 60_000;
/** Clocks of two machines. */
const TOLERANCE_SECONDS = 30;
/** Tokens of pipelines live for minutes; one of days is none of theirs. */
const LONGEST_SECONDS = 2 * 3600;
/** What the trail keeps of a pipeline, so that a change can be followed to its run. */
const TOLD = [
  'repository',
  'project_path',
  'ref',
  'environment',
  'workflow',
  'run_id',
  'pipeline_id',
  'actor',
  'user_login',
];

/**
 * A pipeline's own signed token for one of the service account that trusts it.
 * @param token JWT of GitHub Actions, GitLab, or any issuer of OpenID Connect that an admin has named
 * @throws AppError LK-UNAUTHENTICATED with what does not hold; LK-NETWORK, LK-ANSWER when its issuer cannot be asked
 */
export async function exchange(
  { db, clock, ids, issuers }: ExchangeDeps,
  { token, account }: { token: string; account?: string | undefined },
): Promise<{ token: string; expiresAt: Date; account: string; scopes: Scope[] }> {
  const now = clock.now();
  const issuer = issuerOf(token);
  const trusts = (await selectTrusts(db, sql`c.issuer = ${issuer}`)).filter(
    (trust) => account === undefined || trust.account_key === account,
  );
  if (trusts.length === 0) throw refused(`nothing is agreed with the issuer ${issuer.slice(0, 200)}`);
  const claims = await verified(token, issuer, issuers, now);
  const trust = trustFor(trusts, claims);
  const expiresAt = new Date(now.getTime() + MINUTES_OF_PIPELINES * MINUTE_MS);
  return db.transaction().execute(async (tx) => {
    const mark = hashOf(`${issuer}\n${claims.jti}`);
    if (!(await useOnce(tx, mark, new Date((claims.exp + TOLERANCE_SECONDS + 1) * 1000))))
      throw refused('it was used before, and each holds once');
    const by = `service:${trust.account_key}`;
    const name = 'pipeline';
    const made = await addToken(
      tx,
      ids,
      { name, scopes: trust.scopes, expiresAt, serviceAccountId: trust.account_id },
      by,
      now,
    );
    const told = Object.fromEntries(
      TOLD.flatMap((claim) => (claim in claims ? [[claim, claims[claim]]] : [])),
    );
    await audit(tx, by, 'pipeline.exchange', toPublicId('service', trust.account_id), { issuer, ...told });
    return { token: made.token, expiresAt, account: trust.account_key, scopes: trust.scopes };
  });
}

/** Read before anything is proven: only to know whose keys to ask for. */
function issuerOf(token: string): string {
  try {
    const { iss } = decodeJwt(token);
    if (typeof iss === 'string' && iss !== '') return iss;
  } catch {
    // Said below.
  }
  throw refused('it is no signed token that names its issuer');
}

type Claims = JWTPayload & { jti: string; exp: number };

async function verified(token: string, issuer: string, issuers: IssuerKeys, now: Date): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, issuers.of(issuer), {
      issuer,
      algorithms: ['RS256', 'ES256'],
      clockTolerance: TOLERANCE_SECONDS,
      maxTokenAge: LONGEST_SECONDS,
      requiredClaims: ['exp', 'iat', 'jti', 'aud'],
      currentDate: now,
    });
    if (typeof payload.jti !== 'string' || payload.jti === '') throw refused('it has no id of its own (jti)');
    return payload as Claims;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw refused(wordsOf(error));
    throw error;
  }
}

function wordsOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `its ${error.claim} does not hold`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it is signed in a way that is not accepted';
  return 'its signature is not of its issuer';
}

/** The one account that trusts such a pipeline. */
function trustFor(trusts: readonly TrustRow[], claims: Claims): TrustRow {
  const objections = trusts.map((trust) => objectionOf(trust, claims));
  const fitting = trusts.filter((_, index) => objections[index] === null);
  const accounts = [...new Set(fitting.map(({ account_key }) => account_key))];
  if (accounts.length > 1)
    throw new AppError(
      'LK-VALIDATION',
      `account: this pipeline is trusted for ${accounts.join(', ')}; name one.`,
    );
  const [trust] = fitting;
  if (!trust) throw refused(objections.find((why) => why !== null) ?? 'nothing is agreed with it');
  return trust;
}

function objectionOf(trust: TrustRow, claims: Claims): string | null {
  const audience = Array.isArray(claims.aud) && claims.aud.length === 1 ? claims.aud[0] : claims.aud;
  if (audience !== trust.audience) return `it is addressed to somebody else than ${trust.audience}`;
  if (trust.disabled) return `the service account ${trust.account_key} is disabled`;
  return claimObjection(trust.claims, claims);
}

const refused = (why: string): AppError =>
  new AppError('LK-UNAUTHENTICATED', `This pipeline gets no token: ${why}.`);
