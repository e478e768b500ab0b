import { type CvssTold, cvssVectors, scoreOf } from '../kit/cvss.ts';
import { num } from '../kit/values.ts';
import { child, textOf } from '../kit/xml-find.ts';
import type { XmlElement } from '../reader.ts';

/** Metric of the vector -> element that holds it; values begin with the letter the vector uses. */
const V3_METRICS: [metric: string, element: string][] = [
  ['AV', 'attackVector'],
  ['AC', 'attackComplexity'],
  ['PR', 'privilegesRequired'],
  ['UI', 'userInteraction'],
  ['S', 'scope'],
  ['C', 'confidentialityImpact'],
  ['I', 'integrityImpact'],
  ['A', 'availabilityImpact'],
];
/** `authenticationr` is spelled so in the schema. */
const V2_METRICS: [metric: string, element: string][] = [
  ['AV', 'accessVector'],
  ['AC', 'accessComplexity'],
  ['Au', 'authenticationr'],
  ['C', 'confidentialImpact'],
  ['I', 'integrityImpact'],
  ['A', 'availabilityImpact'],
];
/** Reports of versions before 4 have version 2 flat in the vulnerability: `cvssScore`, `cvssAccessVector` … */
const FLAT_METRICS = V2_METRICS.map(([metric, name]): [string, string] => [
  metric,
  `cvss${name.charAt(0).toUpperCase()}${name.slice(1)}`,
]);

export interface Cvss {
  vectors: string[];
  score?: number;
  /** The tool's word for it, newest version first. */
  severityWord?: string;
}

export function cvssOf(vulnerability: XmlElement): Cvss {
  const v4 = child(vulnerability, 'cvssV4');
  const v3 = child(vulnerability, 'cvssV3');
  const v2 = child(vulnerability, 'cvssV2');
  const told: CvssTold[] = [
    { vector: textOf(v4, 'vectorString') ?? textOf(v4, 'vector'), score: num(textOf(v4, 'baseScore')) },
    { vector: v3 && vectorOf(v3, V3_METRICS, prefixOf(v3)), score: num(textOf(v3, 'baseScore')) },
    { vector: v2 && vectorOf(v2, V2_METRICS, ''), score: num(textOf(v2, 'score')) },
    { vector: vectorOf(vulnerability, FLAT_METRICS, ''), score: num(textOf(vulnerability, 'cvssScore')) },
  ];
  return {
    vectors: cvssVectors(told.map((rating) => rating.vector)),
    score: scoreOf(told),
    severityWord: textOf(v4, 'baseSeverity') ?? textOf(v3, 'baseSeverity') ?? textOf(v2, 'severity'),
  };
}

/** Versions 3.0 and 3.1 have the same metrics; reports before 6.2 do not say which. */
const prefixOf = (v3: XmlElement): string => (textOf(v3, 'version') === '3.0' ? 'CVSS:3.0/' : 'CVSS:3.1/');

/** Only a whole vector is one. */
function vectorOf(element: XmlElement, metrics: [string, string][], prefix: string): string | undefined {
  const parts: string[] = [];
  for (const [metric, name] of metrics) {
    const letter = textOf(element, name)?.charAt(0).toUpperCase();
    if (!letter) return undefined;
    parts.push(`${metric}:${letter}`);
  }
  return prefix + parts.join('/');
}
