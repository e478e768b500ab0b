import { type Severity, severityOfScore } from '../../kernel/severity.ts';
import { cvssVectors, scoreOf } from '../kit/cvss.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import type { RatingTold } from './told.ts';

export interface Rated {
  severity: Severity;
  severityTold?: string;
  score?: number;
  vectors: string[];
}

/**
 * One severity out of several ratings: those of the vulnerability's own source before others, those with a
 * word before those with a score only, newer CVSS versions before older and before other methods, the
 * first of equals. Score and vectors are CVSS only.
 */
export function rate(ratings: readonly RatingTold[], source: string | undefined): Rated {
  const own = source ? ratings.filter((rating) => rating.source?.toLowerCase() === source.toLowerCase()) : [];
  const ranked = [...(own.length > 0 ? own : ratings)].sort((a, b) => rank(b) - rank(a));
  const best = ranked[0];
  const cvss = ranked.filter((rating) => methodRank(rating) > 0 || rating.method === undefined);
  const told = cvss.map(({ score, ...rating }) => ({ vector: vectorOf(rating), score }));
  const rated: Rated = {
    severity: severityOfWord(wordOf(best)) ?? severityOfScore(best?.score ?? 0),
    vectors: cvssVectors([...told.map((t) => t.vector), ...ratings.map(vectorOf)]),
  };
  if (best?.severity !== undefined) rated.severityTold = best.severity;
  const score = scoreOf(told);
  // Some tools write 0 for "not rated".
  if (score !== undefined && (score > 0 || rated.vectors.length > 0)) rated.score = score;
  return rated;
}

/** `unknown` says nothing when there is a score. */
const wordOf = (rating: RatingTold | undefined): string | undefined =>
  /^unknown$/i.test(rating?.severity ?? '') && (rating?.score ?? 0) > 0 ? undefined : rating?.severity;

const rank = (rating: RatingTold): number => (wordOf(rating) === undefined ? 0 : 10) + methodRank(rating);

function methodRank({ method }: RatingTold): number {
  const version = /^CVSSv?(\d)\.?(\d)?/i.exec(method ?? '');
  return version ? Number(`${version[1]}.${version[2] ?? 0}`) : 0;
}

/** Vectors of version 3 often come without their prefix; the metrics of 3.0 and 3.1 are the same. */
function vectorOf({ method, vector }: RatingTold): string | undefined {
  if (vector === undefined || vector.startsWith('CVSS:')) return vector;
  const version = methodRank({ method });
  if (version >= 4) return `CVSS:4.0/${vector}`;
  return version >= 3 ? `CVSS:3.1/${vector}` : vector;
}
