import type { Io } from '../cli/io.ts';
import { ROLES, type Role, SCOPES, type Scope } from '../contract/access.ts';
import { AppError } from '../kernel/errors.ts';
import { addPerson, addToken, signInUrl } from '../modules/access/public.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { type House, openHouse } from './house.ts';

const BY = 'command line';

/** `user add EMAIL`: prints a sign-in link, once. */
export const userAdd = (
  email: string,
  options: { name?: string; role?: string[]; json?: boolean },
  io: Io,
): Promise<number> =>
  inHouse(async ({ database, ids, clock, config }) => {
    const roles = known<Role>('role', ROLES, options.role ?? ['developer']);
    const name = options.name ?? email.split('@')[0] ?? email;
    const added = await database.db
      .transaction()
      .execute((tx) => addPerson(tx, ids, { email, name, roles }, clock.now(), BY));
    const url = signInUrl(config.LANEKEEPER_URL ?? `http://localhost:${config.port}`, added.secret);
    io.out(
      options.json ? JSON.stringify({ email, signInUrl: url }) : `Sign in (works once, for 24 hours): ${url}`,
    );
  });

/** `token add NAME`: prints the token, once. */
export const tokenAdd = (
  name: string,
  options: { scope?: string[]; days?: string; json?: boolean },
  io: Io,
): Promise<number> =>
  inHouse(async ({ database, ids, clock }) => {
    const scopes = known<Scope>('scope', SCOPES, options.scope ?? ['scans:write']);
    const days = options.days === undefined ? null : Number(options.days);
    if (days !== null && !(days > 0)) throw new AppError('LK-USAGE', '--days must be a number above 0');
    const expiresAt = days === null ? null : new Date(clock.now().getTime() + days * 86_400_000);
    const { token } = await database.db
      .transaction()
      .execute((tx) => addToken(tx, ids, { name, scopes, expiresAt }, BY));
    io.out(options.json ? JSON.stringify({ name, token, scopes, expiresAt }) : token);
  });

async function inHouse(use: (house: House) => Promise<void>): Promise<number> {
  const house = await openHouse(readConfig(process.env), createLog('error'));
  try {
    await use(house);
    return 0;
  } finally {
    await house.close();
  }
}

function known<Name extends string>(what: string, names: readonly Name[], given: string[]): Name[] {
  return given.map((text) => {
    const name = names.find((one) => one === text);
    if (!name) throw new AppError('LK-USAGE', `${what} ${text} is not one of ${names.join(', ')}`);
    return name;
  });
}
