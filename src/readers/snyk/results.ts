import type { Observation } from '../../kernel/observation.ts';
import { type CvssTold, cvssVectors } from '../kit/cvss.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { links } from '../kit/links.ts';
import { parentsOf } from '../kit/parents.ts';
import { component, purlType } from '../kit/purl.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, num, str, strings } from '../kit/values.ts';
import { vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { JsonElement, Sink } from '../reader.ts';

const SYSTEM_TYPES = new Set(['deb', 'rpm', 'apk', 'linux']);

export function openSnyk(shell: unknown, sink: Sink): (element: JsonElement) => void {
  return (element) => {
    const issue = asRecord(element.value);
    const id = str(issue['id']);
    if (id === undefined) {
      sink.note('warning', 'LK-READ-SKIPPED', 'An issue without an id was left out.', element.at.join('.'));
      return;
    }
    const project = parentsOf(shell, element).at(-1) ?? {};
    const o = observe(id, issue, project);
    sink.rule({
      id: o.rule,
      name: str(issue['title']),
      description: str(issue['description']),
      url: `https://security.snyk.io/vuln/${encodeURIComponent(id.toWellFormed())}`,
      cwes: o.cwes,
      references: o.references,
    });
    sink.observation(o);
  };
}

function observe(id: string, issue: Json, project: Json): Observation {
  const identifiers = asRecord(issue['identifiers']);
  const manager = (str(issue['packageManager']) ?? str(project['packageManager']) ?? '').split(':')[0] ?? '';
  const isLicense = issue['type'] === 'license';
  const ids = isLicense ? [] : issueIds(id, identifiers);
  const from = strings(issue['from']);
  const name = str(issue['name']) ?? nameOf(from.at(-1)) ?? str(issue['packageName']) ?? 'unknown';
  const told = str(issue['severityWithCritical']) ?? str(issue['severity']);
  const vectors = cvssVectors([
    str(issue['CVSSv3']),
    ...asList(issue['cvssSources']).map((s) => vectorOf(s).vector),
  ]);
  const system = SYSTEM_TYPES.has(purlType(manager) ?? manager);
  // System packages are told as source/binary; the binary is what is installed.
  const shown = system ? (name.split('/').at(-1) ?? name) : name;
  const o: Observation = {
    kind: isLicense ? 'license' : system ? 'container' : 'dependency',
    rule: ids[0] ?? id,
    title: `${str(issue['title']) ?? id} in ${shown}`,
    message: from.length > 1 ? `Introduced through ${from.join(' > ')}` : undefined,
    severity: severityOfWord(told) ?? 'info',
    severityTold: told,
    score: num(issue['cvssScore']),
    vectors,
    cwes: cweNumbers(identifiers['CWE']),
    vulnerabilities: ids,
    place: { path: str(project['displayTargetFile']) ?? str(project['targetFile']) },
    component: component({
      name: shown,
      version: str(issue['version']) ?? versionOf(from.at(-1)),
      ecosystem: manager,
      fixedVersions: strings(issue['fixedIn']),
      source: system && name.includes('/') ? name.split('/', 1)[0] : undefined,
      direct: from.length > 0 ? from.length <= 2 : undefined,
    }),
    references: links(asList(issue['references']).map((r) => asRecord(r)['url'])),
    remediation: remediationOf(issue, from),
    epss: num(asRecord(issue['epssDetails'])['probability']),
    exploited: str(issue['exploit']) === 'Attacked' || undefined,
    fingerprints: { snyk: id },
  };
  if (asRecord(issue['filtered'])['ignored'] !== undefined)
    o.told = { state: 'suppressed', reason: '.snyk policy' };
  return o;
}

/** CVE first, as other tools name it, then the rest; Snyk's own id is known to Snyk only and stands last. */
const issueIds = (id: string, identifiers: Json): string[] =>
  vulnerabilityIds(...strings(identifiers['CVE']), ...strings(identifiers['GHSA']), id);

const vectorOf = (source: unknown): CvssTold => ({ vector: str(asRecord(source)['vector']) });

/** `@scope/name@1.2.3` -> name and version. */
const nameOf = (told: string | undefined): string | undefined => told?.replace(/(.)@[^@]*$/, '$1');
const versionOf = (told: string | undefined): string | undefined => /.@([^@]+)$/.exec(told ?? '')?.[1];

function remediationOf(issue: Json, from: string[]): string | undefined {
  const path = asList(issue['upgradePath']);
  const step = path.findIndex((s) => typeof s === 'string' && s !== '');
  const target = str(path[step]);
  if (target === undefined)
    return issue['isPatchable'] === true ? 'Apply the patch that Snyk offers.' : undefined;
  return from[step] === undefined ? `Upgrade to ${target}.` : `Upgrade ${from[step]} to ${target}.`;
}
