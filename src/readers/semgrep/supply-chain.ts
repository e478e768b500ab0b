import type { Observation, Resource, ToldState } from '../../kernel/observation.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { links } from '../kit/links.ts';
import { component } from '../kit/purl.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, headline, type Json, lineNumber, str, strings } from '../kit/values.ts';
import { vulnerabilitiesIn, vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { Sink } from '../reader.ts';

const isDirect = (transitivity: unknown): boolean | undefined => {
  const told = str(transitivity)?.toLowerCase();
  return told === 'direct' ? true : told === 'transitive' ? false : undefined;
};

/** A result of `semgrep ci` with `sca_info`: the package stands beside the rule. */
export function describeDependency(o: Observation, info: Json, metadata: Json): void {
  const match = asRecord(info['dependency_match']);
  const found = asRecord(match['found_dependency']);
  const lockFile = str(match['lockfile']) ?? str(found['lockfile_url']);
  const ids = vulnerabilityIds(
    str(metadata['sca-vuln-database-identifier']),
    ...vulnerabilitiesIn(strings(metadata['references']).join(' ')),
  );
  o.vulnerabilities = ids;
  o.rule = ids[0] ?? o.rule;
  o.component = component({
    name: str(found['package']) ?? 'unknown',
    version: str(found['version']),
    ecosystem: str(found['ecosystem']),
    fixedVersions: fixedVersions(metadata['sca-fix-versions']),
    direct: isDirect(found['transitivity']),
  });
  if (info['reachable'] === true) o.tags = ['reachable'];
  if (lockFile !== undefined && info['reachable'] !== true) {
    o.place = { path: lockFile, startLine: lineNumber(found['line_number']) };
  }
}

/** `[{"grpcio": "1.53.0"}]` */
function fixedVersions(told: unknown): string[] {
  return asList(told).flatMap((entry) => Object.values(asRecord(entry)).flatMap(strings));
}

/** One entry of the platform's list of supply-chain results. */
export function deploymentVulnerability(vulnerability: Json, sink: Sink): void {
  const advisory = asRecord(vulnerability['advisory']);
  const references = asRecord(advisory['references']);
  const ruleId = str(advisory['ruleId']);
  const ids = vulnerabilityIds(...strings(references['cveIds']));
  const rule = ids[0] ?? ruleId ?? 'unnamed';
  const title = headline(str(vulnerability['title']) ?? str(advisory['title']) ?? rule);
  const cwes = cweNumbers(references['cweIds']);
  const addresses = links(references['urls']);
  sink.rule({
    id: rule,
    name: title,
    description: str(advisory['description']),
    cwes,
    references: addresses,
  });
  const dependency = asRecord(vulnerability['matchedDependency']);
  const safe = str(asRecord(vulnerability['closestSafeDependency'])['versionSpecifier']);
  const file = asRecord(vulnerability['dependencyFileLocation']);
  const told = str(advisory['severity']);
  sink.observation({
    kind: 'dependency',
    rule,
    title,
    severity: severityOfWord(told) ?? 'info',
    severityTold: told,
    cwes,
    vulnerabilities: ids,
    place: { path: str(file['path']), startLine: lineNumber(file['startLine']) },
    component: component({
      name: str(dependency['name']) ?? 'unknown',
      version: str(dependency['versionSpecifier']),
      ecosystem: str(advisory['ecosystem']),
      fixedVersions: safe === undefined ? [] : [safe],
      direct: isDirect(vulnerability['transitivity']),
    }),
    // One list holds the results of many repositories.
    resource: repositoryOf(vulnerability),
    told: triageOf(asRecord(vulnerability['triage'])),
    firstFoundAt: str(vulnerability['openedAt']),
    references: addresses,
    fingerprints: groupKey(vulnerability),
    tags: vulnerability['exposureType'] === 'REACHABLE' ? ['reachable'] : undefined,
  });
}

function groupKey(vulnerability: Json): Record<string, string> | undefined {
  const key = str(vulnerability['groupKey']);
  return key === undefined ? undefined : { semgrep: key };
}

function repositoryOf(vulnerability: Json): Resource | undefined {
  const id = str(vulnerability['repositoryName']);
  return id === undefined ? undefined : { id, type: 'repository' };
}

function triageOf(triage: Json): ToldState | undefined {
  const status = str(triage['status']);
  if (status === 'FIXED') return { state: 'fixed' };
  if (status !== 'CLOSED' && status !== 'IGNORED' && status !== 'DISMISSED') return undefined;
  const reason = str(triage['dismissReason']);
  if (reason === 'FALSE_POSITIVE') return { state: 'false-positive' };
  if (reason === 'ACCEPTABLE_RISK' || reason === 'NO_TIME') return { state: 'accepted', reason };
  return { state: 'suppressed', reason: `${status.toLowerCase()} in Semgrep` };
}
