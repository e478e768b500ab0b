import { type RawBuilder, sql } from 'kysely';

/**
 * For queries: the address of the one active person who is called so, by address or by name. Null when nobody is, and
 * when several are.
 */
export const addressCalled = (name: RawBuilder<unknown>): RawBuilder<string | null> => sql`
  (select min(p.email) from v_access_person p
    where p.active and (p.email = lower(${name}) or p.name = ${name}) having count(*) = 1)`;
