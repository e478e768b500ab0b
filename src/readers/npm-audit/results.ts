import type { Observation } from '../../kernel/observation.ts';
import { cvssVectors } from '../kit/cvss.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { link, links } from '../kit/links.ts';
import { component } from '../kit/purl.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, bool, type Json, num, str, strings, text } from '../kit/values.ts';
import { vulnerabilitiesIn, vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { JsonElement, Sink } from '../reader.ts';

/** Both read the lock file; the report does not name it. */
const LOCK_FILE = 'package-lock.json';
const PNPM_LOCK_FILE = 'pnpm-lock.yaml';

export function openNpmAudit(shell: unknown, sink: Sink): (element: JsonElement) => void {
  const document = asRecord(shell);
  // pnpm writes npm's older form without what npm would do about it.
  const pnpm = 'advisories' in document && !('actions' in document) && !('muted' in document);
  if (pnpm) sink.tool('pnpm audit');
  let carriers = 0;
  return ({ value, path, at }) => {
    const entry = asRecord(value);
    if (path === 'advisories{}') {
      oldAdvisory(entry, sink, pnpm ? PNPM_LOCK_FILE : LOCK_FILE);
      return;
    }
    const advisories = asList(entry['via']).filter((via) => typeof via === 'object' && via !== null);
    const name = str(entry['name']) ?? String(at[0]);
    for (const advisory of advisories) newAdvisory(entry, name, asRecord(advisory), sink);
    if (advisories.length > 0 || carriers++ > 0) return;
    const message = 'Packages that only pass on the weakness of another are told with that other package.';
    sink.note('note', 'LK-READ-CARRIER', message, `vulnerabilities.${name}`);
  };
}

function newAdvisory(entry: Json, name: string, advisory: Json, sink: Sink): void {
  const told = str(advisory['severity']) ?? str(entry['severity']);
  const url = link(advisory['url']);
  const ids = vulnerabilityIds(...vulnerabilitiesIn(url ?? ''), sourceId(advisory['source']));
  const cvss = asRecord(advisory['cvss']);
  const vector = str(cvss['vectorString']);
  const title = str(advisory['title']) ?? `${ids[0]} in ${name}`;
  const cwes = cweNumbers(advisory['cwe']);
  const rule = ids[0] ?? `npm:${name}`;
  sink.rule({ id: rule, name: title, url, cwes, references: links(url) });
  sink.observation({
    kind: 'dependency',
    rule,
    title,
    message:
      str(advisory['range']) === undefined ? undefined : `Affected versions of ${name}: ${advisory['range']}`,
    severity: severityOfWord(told) ?? 'info',
    severityTold: told,
    score: vector === undefined ? undefined : num(cvss['score']),
    vectors: cvssVectors([vector]),
    cwes,
    vulnerabilities: ids,
    place: { path: LOCK_FILE },
    component: component({
      name,
      ecosystem: 'npm',
      fixedVersions: fixedBy(entry, name, str(advisory['range'])),
      direct: bool(entry['isDirect']),
    }),
    references: links(url),
    remediation: remediationOf(entry['fixAvailable']),
  });
}

const sourceId = (source: unknown): string | undefined => {
  const id = text(source);
  return id === undefined ? undefined : `npm:${id}`;
};

/** `<2.6.9` says that 2.6.9 no longer has it; other ranges do not say so clearly. */
function fixedBy(entry: Json, name: string, range: string | undefined): string[] {
  const bound = range === undefined ? undefined : /(?:^|\s)<(\d[\w.+-]*)$/.exec(range)?.[1];
  if (bound !== undefined) return [bound];
  const fix = asRecord(entry['fixAvailable']);
  const version = str(fix['version']);
  return fix['name'] === name && version !== undefined ? [version] : [];
}

function remediationOf(fix: unknown): string | undefined {
  if (fix === true) return 'Run `npm audit fix`.';
  const name = str(asRecord(fix)['name']);
  const version = str(asRecord(fix)['version']);
  if (name === undefined || version === undefined) return undefined;
  const breaking =
    asRecord(fix)['isSemVerMajor'] === true ? ' (a major version: it may break something)' : '';
  return `Upgrade ${name} to ${version}${breaking}.`;
}

/** npm 6 and pnpm: one advisory with the versions in which it was met. */
function oldAdvisory(advisory: Json, sink: Sink, lockFile: string): void {
  const name = str(advisory['module_name']) ?? str(advisory['name']) ?? 'unknown';
  const url = link(advisory['url']);
  const ids = vulnerabilityIds(
    ...strings(advisory['cves']),
    str(advisory['github_advisory_id']),
    ...vulnerabilitiesIn(url ?? ''),
    sourceId(advisory['id']),
  );
  const told = str(advisory['severity']);
  const cwes = cweNumbers(advisory['cwe']);
  const rule = ids[0] ?? `npm:${name}`;
  const title = str(advisory['title']) ?? `${rule} in ${name}`;
  sink.rule({
    id: rule,
    name: title,
    description: str(advisory['overview']),
    url,
    cwes,
    references: links(url),
  });
  const patched = str(advisory['patched_versions']);
  const fixed = patched === undefined ? undefined : /^>=\s*(\d[\w.+-]*)$/.exec(patched)?.[1];
  const findings = asList(advisory['findings']).map(asRecord);
  const cvss = asRecord(advisory['cvss']);
  const vector = str(cvss['vectorString']);
  const versions = new Set(findings.map((f) => str(f['version'])));
  if (versions.size === 0) versions.add(undefined);
  for (const version of versions) {
    const observation: Observation = {
      kind: 'dependency',
      rule,
      title,
      severity: severityOfWord(told) ?? 'info',
      severityTold: told,
      score: vector === undefined ? undefined : num(cvss['score']),
      vectors: cvssVectors([vector]),
      cwes,
      vulnerabilities: ids,
      place: { path: lockFile },
      component: component({
        name,
        version,
        ecosystem: 'npm',
        fixedVersions: fixed === undefined ? [] : [fixed],
      }),
      references: links(url),
      remediation: str(advisory['recommendation']),
    };
    sink.observation(observation);
  }
}
