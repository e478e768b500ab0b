import type { Observation, Place } from '../../kernel/observation.ts';
import { links } from '../kit/links.ts';
import { maskLine } from '../kit/mask.ts';
import { component } from '../kit/purl.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, lineNumber, str, strings } from '../kit/values.ts';
import type { Sink } from '../reader.ts';
import type { Holder } from './results.ts';

/** A failed check; passed ones are no weakness, exceptions are told as suppressed. */
export function misconfiguration(told: Json, holder: Holder, sink: Sink): Observation | null {
  const status = str(told['Status']) ?? 'FAIL';
  const rule = str(told['ID']);
  if (status === 'PASS') return null;
  if (rule === undefined) return skipped('A misconfiguration without an id was left out.', sink);
  const title = str(told['Title']) ?? rule;
  const references = links(told['PrimaryURL'], strings(told['References']));
  const resolution = str(told['Resolution']);
  const description = str(told['Description']);
  sink.rule({ id: rule, name: title, description, help: resolution, url: references[0], references });
  const severity = str(told['Severity']);
  const cause = asRecord(told['CauseMetadata']);
  const o: Observation = {
    kind: 'config',
    rule,
    title,
    message: str(told['Message']),
    severity: severityOfWord(severity) ?? 'info',
    severityTold: severity,
    cwes: [],
    vulnerabilities: [],
    // A cluster's object has no file; lines then count in the object as the cluster shows it.
    place: { ...placeOf(holder, cause), snippet: snippetOf(cause) },
    references,
    remediation: resolution,
    tags: strings(holder.result['Type']),
  };
  if (str(cause['Resource']) !== undefined && holder.resource === undefined)
    o.place.symbol = str(cause['Resource']);
  if (status === 'EXCEPTION') o.told = { state: 'suppressed', reason: 'exception in the policy of Trivy' };
  return o;
}

export function secret(told: Json, holder: Holder, sink: Sink): Observation | null {
  const rule = str(told['RuleID']);
  if (rule === undefined) return skipped('A secret without a rule was left out.', sink);
  const title = str(told['Title']) ?? rule;
  const severity = str(told['Severity']);
  const match = str(told['Match']);
  sink.rule({ id: rule, name: title, tags: strings(told['Category']) });
  return {
    kind: 'secret',
    rule,
    title,
    severity: severityOfWord(severity) ?? 'info',
    severityTold: severity,
    cwes: [798],
    vulnerabilities: [],
    // Trivy masks what it found, but other keys may stand in the same line.
    place: { ...placeOf(holder, told), snippet: match === undefined ? undefined : maskLine(match) },
    secret: {},
  };
}

export function license(told: Json, holder: Holder, sink: Sink): Observation | null {
  const rule = str(told['Name']);
  if (rule === undefined) return skipped('A licence without a name was left out.', sink);
  const name = str(told['PkgName']);
  const path = str(told['FilePath']);
  const category = str(told['Category']);
  const severity = str(told['Severity']);
  const url = links(told['Link'])[0];
  sink.rule({ id: rule, name: rule, url, tags: strings(category) });
  const o: Observation = {
    kind: 'license',
    rule,
    title: `Licence ${rule}${name === undefined ? '' : ` of ${name}`}`,
    message: category === undefined ? undefined : `Trivy files this licence under "${category}".`,
    severity: severityOfWord(severity) ?? 'info',
    severityTold: severity,
    cwes: [],
    vulnerabilities: [],
    place: { path },
  };
  if (name !== undefined) o.component = component({ name, ecosystem: str(holder.result['Type']) });
  return o;
}

function placeOf(holder: Holder, told: Json): Place {
  const startLine = lineNumber(told['StartLine']);
  const path = holder.resource === undefined ? str(holder.result['Target']) : undefined;
  return { path, startLine, endLine: lineNumber(told['EndLine']) };
}

/** The lines that are the cause, without those shown around them. */
function snippetOf(cause: Json): string | undefined {
  const lines = asList(asRecord(cause['Code'])['Lines']).map(asRecord);
  const blamed = lines.filter((line) => line['IsCause'] === true).map((line) => str(line['Content']) ?? '');
  return blamed.length === 0 ? undefined : blamed.join('\n');
}

function skipped(message: string, sink: Sink): null {
  sink.note('warning', 'LK-READ-SKIPPED', message);
  return null;
}
