import { Readable } from 'node:stream';
import type { VexImported } from '../../../contract/vex.ts';
import { loadActivePolicy } from '../document/versions.ts';
import type { Asker, ExceptionsDeps } from '../exceptions/context.ts';
import { grantStated, type Statement } from '../exceptions/grant-stated.ts';
import { readVex, type VexStatement } from './statements.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Takes in what a VEX document states: what it says is not affected is excepted wherever that package is found, now and
 * later, until a later document of that name no longer states it. Whoever brings it answers for it.
 * @throws AppError LK-READ-… or LK-VALIDATION for a document that cannot be used; nothing is changed then
 */
export async function importVex(
  deps: ExceptionsDeps,
  name: string,
  bytes: Uint8Array,
  by: Asker,
): Promise<VexImported> {
  const { format, statements } = await readVex({
    name: `${name}.json`,
    size: bytes.length,
    open: () => Readable.from([bytes]),
  });
  const says = Map.groupBy(statements, (statement) => statement.says);
  const counts = await deps.db.transaction().execute(async (tx) => {
    const { policy } = await loadActivePolicy(tx);
    const end = new Date(deps.clock.now().getTime() + policy.exceptions.mitigated.maxDays * DAY_MS);
    const stated = statedOf(says.get('not-affected') ?? [], end);
    return grantStated(deps, tx, { name: `vex:${name}`, statements: stated }, by);
  });
  return {
    format,
    name,
    ...counts,
    affected: says.get('affected')?.length ?? 0,
    fixed: says.get('fixed')?.length ?? 0,
  };
}

/** Tools call a vulnerability by different names: each name of a statement counts. Pure. */
function statedOf(statements: readonly VexStatement[], end: Date): Statement[] {
  const kinds = Map.groupBy(statements, ({ component, justification, reason, vulnerabilities }) =>
    JSON.stringify([component, justification, reason, vulnerabilities]),
  );
  return [...kinds.values()].flatMap((same) => {
    const { component, justification, reason, vulnerabilities } = same[0]!;
    const versions = same.flatMap(({ version }) => version ?? []);
    return [...new Set(vulnerabilities)].map((vulnerability) => ({
      kind: justification === null ? ('false-positive' as const) : ('mitigated' as const),
      component,
      // One statement without a version speaks of all.
      versions: versions.length < same.length ? null : [...new Set(versions)].sort(),
      vulnerability,
      justification,
      reason,
      // Mitigations are looked at again; that nothing is wrong stays true.
      expiresAt: justification === null ? null : end,
    }));
  });
}
