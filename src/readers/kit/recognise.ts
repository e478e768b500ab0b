import type { Diagnostic } from '../../kernel/observation.ts';
import { mappingOf, type Probe, type Reader } from '../reader.ts';
import { readFailure } from './failure.ts';
import { whoMay } from './who-may.ts';

export interface Recognised {
  reader: Reader | null;
  candidates: string[];
  /** The file holds nothing (blank, `[]`, `{}`, `null`): there is nothing to walk. */
  blank: boolean;
}

type Note = (level: Diagnostic['level'], code: string, message: string) => void;

/** Larger than this and "nothing" is not nothing. */
const BLANK_BYTES = 64;

/**
 * Who reads this. Content decides, and only one reader may claim it; a named tool settles what content
 * cannot (an empty list) and is believed over silence, but not over content that clearly is another's.
 * @throws AppError LK-READ-UNKNOWN or LK-READ-NOT-A-REPORT when nobody can read it.
 */
export function recogniseReport(
  readers: readonly Reader[],
  probe: Probe,
  named: Reader | null,
  note: Note,
): Recognised {
  if (isBlank(probe)) return blankReport(readers, probe, named, note);
  const claims = [...whoMay(readers, probe)].filter((reader) => reader.recognise(probe));
  const claim = claims.length === 1 ? claims[0] : undefined;
  if (named !== null) return { reader: byName(named, claims, note), candidates: [], blank: false };
  if (claim !== undefined) return { reader: claim, candidates: [], blank: false };
  if (claims.length > 1) {
    const candidates = claims.map((c) => c.card.id).sort();
    throw readFailure('LK-READ-UNKNOWN', `The report could be of several tools: ${candidates.join(', ')}.`);
  }
  const code = probe.form === 'text' ? 'LK-READ-NOT-A-REPORT' : 'LK-READ-UNKNOWN';
  throw readFailure(code, `No reader knows this ${WORD[probe.form]}.`);
}

function byName(named: Reader, claims: Reader[], note: Note): Reader {
  if (claims.includes(named)) return named;
  const other = claims.length === 1 ? claims[0] : undefined;
  if (other !== undefined) {
    const text = `The report is in the format of ${other.card.name} and was read as such, not as ${named.card.name}.`;
    note('note', 'LK-READ-OTHER-FORMAT', text);
    return other;
  }
  note(
    'warning',
    'LK-READ-UNSURE',
    `This does not look like a report of ${named.card.name}; it was tried all the same.`,
  );
  return named;
}

function isBlank(probe: Probe): boolean {
  if (probe.form === 'empty') return true;
  return probe.size <= BLANK_BYTES && /^\s*(?:\[\s*\]|\{\s*\}|null)\s*$/.test(probe.head);
}

function blankReport(readers: readonly Reader[], probe: Probe, named: Reader | null, note: Note): Recognised {
  if (named !== null) {
    note('note', 'LK-READ-EMPTY', `The report is empty: ${named.card.name} found nothing, or did not run.`);
    return { reader: named, candidates: [], blank: true };
  }
  const fits = (reader: Reader): boolean =>
    probe.form === 'empty' || probe.form === 'text' || mappingOf(reader, probe.form) !== undefined;
  note(
    'note',
    'LK-READ-EMPTY',
    "The report is empty and could be several tools'; name the tool to count it as a scan.",
  );
  return { reader: null, candidates: readers.filter(fits).map((r) => r.card.id), blank: true };
}

const WORD: Record<Probe['form'], string> = {
  'json-object': 'JSON document',
  'json-array': 'JSON list',
  xml: 'XML document',
  html: 'HTML page',
  text: 'text',
  empty: 'empty file',
};
