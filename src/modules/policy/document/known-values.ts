import { MODES, PRIORITIES } from '../../../kernel/decision.ts';
import { KINDS } from '../../../kernel/observation.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { DATA_CLASSES, EXPOSURES } from '../../organisation/pure.ts';

/** Facts that have no other values than these: whatever else a condition compares them with is a slip. */
export const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  'finding.kind': KINDS,
  'finding.severity': SEVERITIES,
  'finding.phase': PHASES,
  'finding.priority': PRIORITIES,
  'service.exposure': EXPOSURES,
  'service.data': DATA_CLASSES,
  'intel.exploitation': ['none', 'poc', 'public poc', 'active'],
  'intel.automatable': ['yes', 'no'],
  'intel.technicalImpact': ['partial', 'total'],
  'scan.phase': PHASES,
  'trust.mode': MODES,
};

/** From the least to the greatest value of a number. */
export const KNOWN_RANGES: Readonly<Record<string, readonly [least: number, greatest: number]>> = {
  'finding.score': [0, 10],
  'service.tier': [1, 4],
  'intel.epss': [0, 1],
  'intel.epssPercentile': [0, 1],
};
