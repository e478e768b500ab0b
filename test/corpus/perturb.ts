import type { Observation } from '../../src/kernel/observation.ts';
import { SEVERITIES } from '../../src/kernel/severity.ts';
import { seedOf, shuffled } from './seeded.ts';

/** A report told again, with every finding of the first one still in it. */
export interface Perturbed {
  observations: Observation[];
  /** For each observation of the first report its position in this one. */
  at: number[];
  /** Old path to new path, where files were renamed. */
  renames?: ReadonlyMap<string, string>;
}

type Perturbation = (observations: readonly Observation[]) => Perturbed;

/** Each observation changed for itself; order and number stay. */
const each =
  (change: (observation: Observation, at: number) => Observation): Perturbation =>
  (observations) => ({ observations: observations.map(change), at: observations.map((_, at) => at) });

/** Every file moves by its own 1 to 50 lines. */
const shift = each((observation) => movedBy(observation, 1 + (seedOf(observation.place.path ?? '') % 50)));

function movedBy(observation: Observation, lines: number): Observation {
  const place = { ...observation.place };
  if (place.startLine !== undefined) place.startLine += lines;
  if (place.endLine !== undefined) place.endLine += lines;
  return { ...observation, place };
}

const reRate = each((observation, at) => ({
  ...observation,
  severity: SEVERITIES[(SEVERITIES.indexOf(observation.severity) + 1 + (at % 3)) % SEVERITIES.length]!,
  severityTold: 're-rated',
  score: 10 - (observation.score ?? at % 10),
}));

/** Words are added, so that no text is equal to what it was; the ids of rules stay. */
const reword = each((observation) => ({
  ...observation,
  title: `Please look at this: ${observation.title} (see the guide)`,
  message: `${observation.message ?? 'Found by a rule.'} Here is how to mend it.`,
  remediation: 'Follow the guide.',
}));

const reorder: Perturbation = (observations) => {
  const order = shuffled(observations.length, observations.length);
  const at: number[] = [];
  order.forEach((before, after) => {
    at[before] = after;
  });
  return { observations: order.map((before) => observations[before]!), at };
};

/** Deeper, with tabs, and with the blanks at the ends that editors leave. */
const reindent = each((observation) => {
  const { snippet } = observation.place;
  if (!snippet?.trim()) return observation;
  const lines = snippet.split('\n').map((line) => `\t    ${line.replace(/^[ ]{2}/, '\t')}  `);
  return { ...observation, place: { ...observation.place, snippet: lines.join('\n') } };
});

/** Every file gets another name, in another folder, that says nothing of the old one. */
const rename: Perturbation = (observations) => {
  const paths = pathsOf(observations);
  const renames = new Map(paths.map((path, at) => [path, `elsewhere/${seedOf(path)}-${at}`]));
  return { ...each((observation) => withPath(observation, renames))(observations), renames };
};

/** Every file gets the name that another one had. */
const renameInTurn: Perturbation = (observations) => {
  const paths = pathsOf(observations);
  const renames = new Map(paths.map((path, at) => [path, paths[(at + 1) % paths.length]!]));
  return { ...each((observation) => withPath(observation, renames))(observations), renames };
};

const pathsOf = (observations: readonly Observation[]): string[] => [
  ...new Set(observations.flatMap(({ place }) => place.path ?? [])),
];

function withPath(observation: Observation, renames: ReadonlyMap<string, string>): Observation {
  const { path } = observation.place;
  return path === undefined
    ? observation
    : { ...observation, place: { ...observation.place, path: renames.get(path)! } };
}

/** What a new version of a tool tells beside the finding itself: other marks, and one name more for a weakness. */
const upgrade = each((observation) => ({
  ...observation,
  firstFoundAt: '2030-01-01T00:00:00.000Z',
  tags: [...(observation.tags ?? []), 'new-in-this-version'],
  references: ['https://guide.example/rules'],
  fingerprints: { ...observation.fingerprints, 'fingerprint/v2': 'another' },
  vulnerabilities:
    observation.vulnerabilities.length > 0
      ? [...observation.vulnerabilities.toReversed(), `ACME-${seedOf(observation.vulnerabilities.join())}`]
      : [],
}));

/** One finding in so many is told twice. */
const TWICE = 10;

/** Every tenth line is repeated some lines further down, which pushes what stands below it down by one. */
const duplicate: Perturbation = (observations) => {
  const copied = observations.map((_, at) => at).filter((at) => at % TWICE === 0);
  const inserted = Map.groupBy(copied, (at) => observations[at]!.place.path ?? '');
  const pushed = observations.map((observation) => {
    const { path, startLine } = observation.place;
    const above = (inserted.get(path ?? '') ?? []).filter(
      (at) => copyLine(observations, at) <= (startLine ?? 0),
    );
    return movedBy(observation, above.length);
  });
  const copies = copied.map((at) => {
    const { startLine } = observations[at]!.place;
    return startLine === undefined ? observations[at]! : movedBy(pushed[at]!, gapOf(at));
  });
  return { observations: [...pushed, ...copies], at: observations.map((_, at) => at) };
};

const gapOf = (at: number): number => 1 + (seedOf(String(at)) % 20);

const copyLine = (observations: readonly Observation[], at: number): number =>
  (observations[at]!.place.startLine ?? Number.POSITIVE_INFINITY) + gapOf(at);

/** One after the other. */
const all =
  (...perturbations: Perturbation[]): Perturbation =>
  (observations) =>
    perturbations.reduce<Perturbed>(
      (before, perturb) => {
        const after = perturb(before.observations);
        return { observations: after.observations, at: before.at.map((position) => after.at[position]!) };
      },
      { observations: [...observations], at: observations.map((_, at) => at) },
    );

/** What happens to reports without anything being fixed or introduced. */
export const PERTURBATIONS = {
  'the same again': each((observation) => observation),
  'lines shifted': shift,
  're-rated': reRate,
  reworded: reword,
  reordered: reorder,
  reindented: reindent,
  'files renamed': rename,
  'files that take each other’s names': renameInTurn,
  'tool upgraded': upgrade,
  'lines repeated': duplicate,
  'shifted, re-rated, reworded, reindented and reordered': all(shift, reRate, reword, reindent, reorder),
} as const satisfies Record<string, Perturbation>;
