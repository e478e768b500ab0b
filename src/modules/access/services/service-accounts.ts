import type {
  AddServiceAccount,
  ChangeServiceAccount,
  ServiceAccount,
} from '../../../contract/service-accounts.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type IdSource, toPublicId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import type { Hand } from '../rights/grants.ts';
import { findScope } from '../rights/store.ts';
import { addToken } from '../tokens.ts';
import { insertService, type ServiceRow, type ServiceToken, serviceCalled, updateService } from './store.ts';

const DAY_MS = 86_400_000;

/** @throws AppError LK-CONFLICT when the key is taken; LK-VALIDATION when there is no such team */
export async function addServiceAccount(
  tx: Tx<DB>,
  ids: IdSource,
  { key, name, team, scopes }: AddServiceAccount,
  { by, now }: Hand,
): Promise<ServiceRow> {
  const id = ids.next();
  const teamId = team === undefined ? null : await teamIdOf(tx, team);
  if (!(await insertService(tx, { id, key, name, teamId, scopes, by, at: now })))
    throw new AppError('LK-CONFLICT', `There is a service account ${key} already.`);
  await audit(tx, by, 'service-account.add', toPublicId('service', id), { key, name, team, scopes });
  return demandService(tx, key);
}

/**
 * Changes what is named. Disabled, all its tokens stop at once, and no pipeline gets one.
 * @throws AppError LK-NOT-FOUND; LK-VALIDATION when there is no such team
 */
export async function changeServiceAccount(
  tx: Tx<DB>,
  key: string,
  { name, team, scopes, disabled }: ChangeServiceAccount,
  { by, now }: Hand,
): Promise<ServiceRow> {
  const before = await demandService(tx, key);
  const change = {
    ...(name !== undefined && { name }),
    ...(team !== undefined && { team_id: team === null ? null : await teamIdOf(tx, team) }),
    ...(scopes !== undefined && { scopes }),
    ...(disabled !== undefined && { disabled_at: disabled ? (before.disabled_at ?? now) : null }),
  };
  if (Object.keys(change).length > 0) {
    await updateService(tx, before.id, change);
    const detail = { name, team, scopes, disabled };
    await audit(tx, by, 'service-account.change', toPublicId('service', before.id), detail);
  }
  return demandService(tx, key);
}

/** A token that may what its account may. @throws AppError LK-NOT-FOUND; LK-CONFLICT for a disabled account */
export async function addServiceToken(
  tx: Tx<DB>,
  ids: IdSource,
  key: string,
  { name, expiresInDays }: { name: string; expiresInDays: number },
  { by, now }: Hand,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const service = await demandService(tx, key);
  if (service.disabled_at !== null) throw new AppError('LK-CONFLICT', `${key} is disabled; enable it first.`);
  const expiresAt = new Date(now.getTime() + expiresInDays * DAY_MS);
  const wanted = { name, scopes: service.scopes, expiresAt, serviceAccountId: service.id };
  return { ...(await addToken(tx, ids, wanted, by, now)), expiresAt };
}

async function demandService(tx: Tx<DB>, key: string): Promise<ServiceRow> {
  const service = await serviceCalled(tx, key);
  if (!service) throw new AppError('LK-NOT-FOUND', `There is no service account ${key.slice(0, 100)}.`);
  return service;
}

async function teamIdOf(tx: Tx<DB>, team: string): Promise<string | null> {
  const found = await findScope(tx, { team });
  if (!found) throw new AppError('LK-VALIDATION', `team: no team has the key ${team}`);
  return found.teamId;
}

export const shownService = (row: ServiceRow, tokens: readonly ServiceToken[]): ServiceAccount => ({
  id: toPublicId('service', row.id),
  key: row.key,
  name: row.name,
  team: row.team_key === null ? null : { key: row.team_key, name: row.team_name ?? row.team_key },
  scopes: row.scopes,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  disabledAt: row.disabled_at?.toISOString() ?? null,
  tokens: tokens
    .filter((token) => token.service_account_id === row.id)
    .map(({ id, name, created_at, expires_at, last_used_at }) => ({
      id: toPublicId('token', id),
      name,
      createdAt: created_at.toISOString(),
      expiresAt: expires_at?.toISOString() ?? null,
      lastUsedAt: last_used_at?.toISOString() ?? null,
    })),
});
