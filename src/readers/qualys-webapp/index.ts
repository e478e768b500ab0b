import type { ToldState } from '../../kernel/observation.ts';
import { type Declared, taker } from '../kit/declare/mappings.ts';
import { linksOf, named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { siteOf } from '../kit/web-address.ts';
import type { Reader, XmlElement, XmlMapping } from '../reader.ts';
import { explained, heldBack } from './glossary.ts';

/** A result stands next to its entry in the glossary (`QID/…`) and to its web application (`WEBAPP/…`). */
const DECLARED: Declared = {
  instance: (told) =>
    isGathered(told)
      ? undefined
      : [textOf('METHOD', told), textOf('URL', told), textOf('PARAM', told)].filter(Boolean).join(' '),
  fields: {
    kind: 'web',
    rule: 'QID',
    title: 'QID/TITLE',
    message: data,
    // Levels of Qualys; what was merely gathered is no weakness, whatever its level.
    severity: {
      of: (told) => (isGathered(told) ? 'info' : textOf('QID/SEVERITY', told)),
      words: { 1: 'low', 2: 'low', 3: 'medium', 4: 'high', 5: 'critical' },
    },
    score: ['QID/CVSS_V3/BASE', 'QID/CVSS_BASE'],
    vectors: 'QID/CVSS_V3/ATTACK_VECTOR',
    cwes: 'QID/CWE',
    web: { url: (told) => siteOf(textOf(['URL', 'WEBAPP/URL'], told) ?? '') },
    // `12 Mar 2099 04:42PM GMT-0400`
    firstFoundAt: (told) => textOf('FIRST_TIME_DETECTED', told)?.replace(/(?=[AP]M)/, ' '),
    references: linksOf('QID/SOLUTION', 'QID/IMPACT'),
    remediation: 'QID/SOLUTION',
    fingerprints: { uniqueId: 'UNIQUE_ID' },
    tags: 'QID/CATEGORY',
    told: toldState,
    ruleText: {
      name: 'QID/TITLE',
      description: paragraphs('QID/DESCRIPTION', named('Impact', 'QID/IMPACT')),
      help: 'QID/SOLUTION',
    },
  },
};

const LISTS = ['VULNERABILITY', 'SENSITIVE_CONTENT', 'INFORMATION_GATHERED'];

/** The glossary, which says what the numbers mean, comes after the results: they wait for it. */
const mapping: XmlMapping = {
  form: 'xml',
  each: LISTS.flatMap((name) => [
    `WAS_SCAN_REPORT/RESULTS/${name}_LIST/${name}`,
    `WAS_WEBAPP_REPORT/RESULTS/WEB_APPLICATION/${name}_LIST/${name}`,
  ]),
  open(root, sink, context) {
    const held: XmlElement[] = [];
    sink.atEnd(() => {
      for (const result of explained(held, root)) take(result, undefined, () => result.name);
    });
    const take = taker(DECLARED, root, sink, context);
    return (element) => {
      held.push(heldBack(element));
    };
  },
};

/** Qualys Web Application Scanning's XML. It tells a weakness for every page; one of a site is one finding here. */
export const reader: Reader = {
  card: {
    id: 'qualys-webapp',
    name: 'Qualys WAS',
    homepage: 'https://www.qualys.com/apps/web-app-scanning/',
    aliases: ['qualys-was', 'qualys-web-application-scanning'],
    kinds: ['web'],
    phase: 'test',
    produce: 'create a scan report or web application report and download it as XML',
    versions: ['2020'],
    goodAt: 'web applications and APIs of the whole company, from one place',
    misses: 'pages behind sign-ins it has no record for',
    noise: '“information gathered”, which tells how the scan went',
  },
  recognise: bySigns({ form: 'xml', root: 'WAS_SCAN_REPORT' }, { form: 'xml', root: 'WAS_WEBAPP_REPORT' }),
  mapping,
};

const isGathered = ({ value }: Told): boolean => (value as XmlElement).name === 'INFORMATION_GATHERED';

const SHOWN_LENGTH = 2000;

/** What was gathered, as the report shows it. */
function data(told: Told): { markdown: string } | undefined {
  const text = Buffer.from(textOf('DATA', told) ?? '', 'base64')
    .toString('utf8')
    .trim();
  if (text === '') return undefined;
  return { markdown: `\`\`\`\n${text.slice(0, SHOWN_LENGTH).replaceAll('```', "'''")}\n\`\`\`` };
}

function toldState(told: Told): ToldState | undefined {
  if (/^fixed$/i.test(textOf('STATUS', told) ?? '')) return { state: 'fixed', reason: 'Fixed, says Qualys.' };
  if (textOf('IGNORED', told)?.toLowerCase() !== 'true') return undefined;
  const why = textOf('IGNORE_REASON', told) ?? '';
  if (/false/i.test(why))
    return { state: 'false-positive', reason: 'Ignored in Qualys as a false positive.' };
  if (/risk/i.test(why)) return { state: 'accepted', reason: 'Ignored in Qualys as an accepted risk.' };
  return { state: 'suppressed', reason: 'Ignored in Qualys.' };
}
