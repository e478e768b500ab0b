import type { Observation } from '../../src/kernel/observation.ts';
import {
  contentOf,
  detailOf,
  type Hints,
  keysOf,
  type Seen,
  track,
} from '../../src/modules/findings/pure.ts';
import type { Perturbed } from './perturb.ts';

/** As the line and `track` of the command line see it. */
export const seenOf = (observation: Observation): Seen => ({
  ...keysOf(observation),
  line: observation.place.startLine ?? 0,
  content: contentOf(observation, detailOf(observation)),
});

export const align = (before: readonly Seen[], after: readonly Seen[], hints?: Hints) =>
  track(
    before.map((seen) => ({ ...seen, live: true })),
    after,
    hints,
  );

/** A place or a key that says what it is; what has neither is only a rule and perhaps a line number. */
const isPlain = ({ place, ...rest }: Observation, { ordered, text }: Seen): boolean =>
  ordered
    ? text !== ''
    : Boolean(
        rest.component ?? rest.web ?? rest.resource ?? rest.secret?.hash ?? rest.externalId ?? place.symbol,
      );

export interface Survival {
  /** Findings that have text or a strong key. */
  plain: { findings: number; kept: number };
  /** Those that have a line number at most. */
  vague: { findings: number; kept: number };
}

/**
 * How many findings are taken for the very observation that they became. Repeats that nothing tells apart that
 * tracking may look at (same key, text and line) count as one another.
 */
export function survivalOf(observations: readonly Observation[], perturbed: Perturbed): Survival {
  const before = observations.map(seenOf);
  const after = perturbed.observations.map(seenOf);
  const { matched } = align(before, after, perturbed.renames ? { renames: perturbed.renames } : {});
  const partners = new Map(matched.map(([k, s]) => [k, s]));
  const survival: Survival = { plain: { findings: 0, kept: 0 }, vague: { findings: 0, kept: 0 } };
  const keys = Map.groupBy(before, ({ key }) => key);
  /** It shares its key, and only its wording tells it from the others. */
  const isOneOfSeveral = ({ title }: Observation, { ordered, key, text }: Seen): boolean =>
    !ordered && keys.get(key)!.length > 1 && text === title.replace(/\s+/g, ' ').trim().slice(0, 400);
  for (const [k, observation] of observations.entries()) {
    const plain = isPlain(observation, before[k]!) && !isOneOfSeveral(observation, before[k]!);
    const tally = plain ? survival.plain : survival.vague;
    const [became, taken] = [perturbed.at[k]!, partners.get(k)];
    tally.findings++;
    const copies = observation.kind === 'secret' && perturbed.renames !== undefined;
    if (taken === became || (taken !== undefined && interchangeable(after[taken]!, after[became]!, copies)))
      tally.kept++;
  }
  return survival;
}

/** @param copies the files of copies of one secret took each other's names: nothing can tell them apart */
const interchangeable = (a: Seen, b: Seen, copies: boolean): boolean =>
  a.key === b.key && (copies || (a.text === b.text && a.line === b.line));
