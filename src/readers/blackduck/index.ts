import type { ToldState } from '../../kernel/observation.ts';
import { tableMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { vulnerabilitiesIn } from '../kit/vulnerability-id.ts';
import type { Reader } from '../reader.ts';

const PRODUCT = ['Component name', 'Project name'];
const ORIGIN = ['Component origin id', 'Channel version origin id'];
const ECOSYSTEM = ['Component origin name', 'Channel version origin'];
const ORIGIN_VERSION = ['Component origin version name', 'Channel version origin name'];
const VERSION = ['Component version name', 'Version'];

/** Black Duck's report on vulnerabilities, `security.csv`, with the headers of older and newer versions. */
export const reader: Reader = {
  card: {
    id: 'blackduck',
    name: 'Black Duck',
    homepage: 'https://www.blackduck.com/software-composition-analysis-tools/black-duck-sca.html',
    aliases: ['blackduck hub'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'export security.csv from the page of the version (Generate, Create report, Vulnerabilities)',
    versions: ['4', '2019'],
    goodAt: 'open source that came in without a package manager',
    misses: 'which versions are fixed',
    noise: 'components found by similar files',
  },
  recognise: bySigns({
    form: 'text',
    headers: [
      'Vulnerability id',
      'Base score',
      'Remediation status',
      'Security Risk',
      'Vulnerability source',
    ],
  }),
  mapping: tableMapping({
    fields: {
      kind: 'dependency',
      rule: ruleOf,
      title: inPackage('Vulnerability id', PRODUCT),
      severity: 'Security Risk',
      score: 'Base score',
      vulnerabilities: (told) => [...vulnerabilitiesIn(idOf(told)), ruleOf(told)],
      package: { type: ECOSYSTEM, name: packageOf, version: VERSION },
      references: 'URL',
      told: state,
      ruleText: { name: 'Vulnerability id', description: 'Description', url: 'URL' },
    },
  }),
};

const idOf = (told: Told): string => textOf('Vulnerability id', told) ?? '';

/** `BDSA-2019-1234 (CVE-2019-1234)` is one vulnerability with two names; a bare number is that of another database. */
function ruleOf(told: Told): string | undefined {
  const [id = ''] = idOf(told).split(/\s/, 1);
  if (!/^\d+$/.test(id)) return id || undefined;
  return `${textOf('Vulnerability source', told) ?? 'VULNDB'}-${id}`;
}

/** The name its package manager knows (`group:name` of `group:name:version`), else that of the product. */
function packageOf(told: Told): string | undefined {
  const origin = textOf(ORIGIN, told);
  const version = textOf(ORIGIN_VERSION, told);
  const named = textOf(ECOSYSTEM, told)?.toLowerCase() === 'maven' && version !== undefined;
  if (named && origin?.endsWith(`:${version}`)) return origin.slice(0, -version.length - 1);
  return textOf(PRODUCT, told);
}

const STATES: Readonly<Record<string, ToldState['state']>> = {
  remediation_complete: 'fixed',
  patched: 'fixed',
  mitigated: 'fixed',
  ignored: 'accepted',
  not_affected: 'false-positive',
  duplicate: 'suppressed',
};

function state(told: Told): ToldState | undefined {
  const word = textOf('Remediation status', told)?.toLowerCase().replaceAll(' ', '_') ?? '';
  const found = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  const reason = textOf('Remediation comment', told);
  return found && { state: found, ...(reason !== undefined && { reason }) };
}
