/**
 * Base scores by the published formulas, for tools that tell a vector and no score.
 * Version 3: https://www.first.org/cvss/v3.1/specification-document §7.1; version 2: https://www.first.org/cvss/v2/guide §3.2.1.
 */
export function baseScore(vector: string): number | undefined {
  const metrics = new Map(
    vector
      .replace(/^\(|\)$/g, '')
      .split('/', 30)
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split(':', 2);
        return [name, value];
      }),
  );
  const weigh = (table: Weights) => (name: string) => table[name]?.[metrics.get(name) ?? ''] ?? Number.NaN;
  const version = metrics.get('CVSS');
  const score =
    version === undefined || version === '2.0' ? score2(weigh(V2)) : score3(metrics, weigh(V3), version);
  return Number.isNaN(score) ? undefined : score;
}

/** The best-known score among vectors, newest first: the first that can be computed. */
export function baseScoreOf(vectors: readonly string[]): number | undefined {
  for (const vector of vectors) {
    const score = baseScore(vector);
    if (score !== undefined) return score;
  }
  return undefined;
}

type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;
type Weigh = (name: string) => number;

const V3: Weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
/** Privileges weigh less where the weakness reaches beyond its own scope. */
const PRIVILEGES: Readonly<Record<string, readonly [unchanged: number, changed: number]>> = {
  N: [0.85, 0.85],
  L: [0.62, 0.68],
  H: [0.27, 0.5],
};

function score3(metrics: ReadonlyMap<string, string>, weigh: Weigh, version: string): number {
  const scope = metrics.get('S');
  if (!version.startsWith('3') || (scope !== 'U' && scope !== 'C')) return Number.NaN;
  const changed = scope === 'C';
  const privileges = PRIVILEGES[metrics.get('PR') ?? '']?.[changed ? 1 : 0] ?? Number.NaN;
  const base = 1 - (1 - weigh('C')) * (1 - weigh('I')) * (1 - weigh('A'));
  const impact = changed ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  const exploitability = 8.22 * weigh('AV') * weigh('AC') * privileges * weigh('UI');
  if (impact <= 0 && !Number.isNaN(exploitability)) return 0;
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
}

/** Appendix A of version 3.1: up to one decimal, without the errors of floating point. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

const IMPACT_V2 = { N: 0, P: 0.275, C: 0.66 };
const V2: Weights = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: IMPACT_V2,
  I: IMPACT_V2,
  A: IMPACT_V2,
};

function score2(weigh: Weigh): number {
  const impact = 10.41 * (1 - (1 - weigh('C')) * (1 - weigh('I')) * (1 - weigh('A')));
  const exploitability = 20 * weigh('AV') * weigh('AC') * weigh('Au');
  if (impact === 0) return 0;
  return Math.round((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176 * 10) / 10;
}
