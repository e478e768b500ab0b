import type { z } from 'zod';
import type { RegisteredUnit, unitBody } from '../../contract/teams.ts';
import { AppError } from '../../kernel/errors.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import { demandMatch } from '../../platform/http/entity-tag.ts';
import { audit } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import type { ByHand } from './change-team.ts';
import { didYouMean } from './checked.ts';
import { writeUnits } from './import-store.ts';
import { selectUnits } from './store.ts';
import { findUnits, type Versioned } from './store-teams.ts';
import { suggest } from './suggest.ts';
import { unitAndAbove, unitsInCycles } from './units.ts';

/** All units, or one, each with what holds it. */
export async function readUnits(db: Tx<DB>, key: string | null): Promise<Versioned<RegisteredUnit>[]> {
  const all = new Map((await selectUnits(db)).map((unit) => [unit.key, unit]));
  return (await findUnits(db, key)).map(({ value, ...rest }) => {
    const above = unitAndAbove(all, value.parent).map((unit) => unit.key);
    return { ...rest, value: { ...value, above } };
  });
}

/**
 * Makes the unit, or brings it to exactly this.
 * @throws AppError LK-VALIDATION when it would lie in itself, or in a unit that is not known; LK-PRECONDITION
 */
export async function putUnit(
  tx: Tx<DB>,
  ids: IdSource,
  key: string,
  body: z.output<typeof unitBody>,
  { by, ifMatch }: ByHand,
): Promise<{ unit: Versioned<RegisteredUnit>; made: boolean }> {
  await lockFor(tx, 'organisation', 'import');
  const [before] = await readUnits(tx, key);
  demandMatch(ifMatch, before?.version ?? null);
  await refuseWrongParent(tx, key, body.parent ?? null);
  const { added, changed } = await writeUnits(tx, [{ ...body, key, id: ids.next() }]);
  const [unit] = await readUnits(tx, key);
  if (added + changed > 0)
    await audit(tx, by, added ? 'unit.add' : 'unit.change', key, {
      before: before?.value ?? null,
      after: unit!.value,
    });
  return { unit: unit!, made: !before };
}

async function refuseWrongParent(tx: Tx<DB>, key: string, parent: string | null): Promise<void> {
  if (parent === null) return;
  const units = new Map(
    (await selectUnits(tx)).map((unit) => [unit.key, { key: unit.key, parent: unit.parent }]),
  );
  units.set(key, { key, parent });
  if (!units.has(parent)) {
    const meant = didYouMean(suggest(parent, units.keys()));
    throw new AppError('LK-VALIDATION', `parent: no business unit is called ${parent}${meant}`);
  }
  const cycle = unitsInCycles(units);
  if (cycle.includes(key))
    throw new AppError('LK-VALIDATION', `parent: ${key} would lie in itself: ${cycle.join(', ')}`);
}
