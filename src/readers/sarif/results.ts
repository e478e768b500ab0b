import type { FindingKind, Observation, ToldState } from '../../kernel/observation.ts';
import { isRedacted, MASK, maskLine, maskSecrets, maskTokens } from '../kit/mask.ts';
import { asList, asRecord, distinct, headline, type Json, own, str } from '../kit/values.ts';
import type { JsonElement, ReadContext, Sink } from '../reader.ts';
import { kindOfTool } from './kinds.ts';
import { messageOf } from './message.ts';
import { packageIn, packageOfFile } from './package.ts';
import { PlaceReader } from './place.ts';
import { cweReference, RuleTable, type SarifRule, securitySeverity, severityOf } from './rules.ts';

/** Results that say that there is nothing to do (SARIF §3.27.9). */
const NOT_A_PROBLEM = new Set(['pass', 'notApplicable', 'informational']);

interface Run {
  toolName: string;
  rules: RuleTable;
  places: PlaceReader;
  globalMessages: Json;
}

export function openSarif(shell: unknown, sink: Sink, context: ReadContext): (element: JsonElement) => void {
  const runs = asList(asRecord(shell)['runs']).map((run) => openRun(asRecord(run), sink));
  const leftOut = new Set<string>();
  return ({ value, at }) => {
    const run = runs[at[0] as number];
    if (run === undefined) return;
    const result = asRecord(value);
    const kind = str(result['kind']) ?? 'fail';
    if (NOT_A_PROBLEM.has(kind)) {
      if (!leftOut.has(kind)) {
        const text = `Results of kind "${kind}" are left out: they say that nothing is wrong.`;
        sink.note('note', 'LK-READ-NOT-A-PROBLEM', text, `runs[${at[0]}].results[${at[1]}]`);
      }
      leftOut.add(kind);
      return;
    }
    const rule = run.rules.of(result);
    sink.rule(rule.rule);
    sink.observation(observe(result, kind, rule, run, context));
  };
}

function openRun(run: Json, sink: Sink): Run {
  const driver = asRecord(asRecord(run['tool'])['driver']);
  const toolName = str(driver['name']) ?? 'unnamed';
  sink.tool(toolName, str(driver['semanticVersion']) ?? str(driver['version']));
  return {
    toolName,
    rules: new RuleTable(run, kindOfTool(toolName)),
    places: new PlaceReader(run),
    globalMessages: asRecord(driver['globalMessageStrings']),
  };
}

function observe(
  result: Json,
  resultKind: string,
  rule: SarifRule,
  run: Run,
  context: ReadContext,
): Observation {
  const locations = asList(result['locations']);
  const { place, url } = run.places.read(asRecord(locations[0]));
  const message = messageOf(result['message'], rule.told, run.globalMessages);
  const properties = asRecord(result['properties']);
  const level = str(result['level']) ?? (resultKind === 'fail' ? (rule.level ?? 'warning') : 'none');
  const score = securitySeverity(properties) ?? rule.securitySeverity;
  const o: Observation = {
    kind: url === undefined ? rule.kind : 'web',
    rule: rule.id,
    title: rule.title ?? headline(message || rule.id),
    message,
    severity: severityOf(score, level),
    severityTold: score === undefined ? level : String(score),
    cwes: resultCwes(result, rule),
    vulnerabilities: rule.vulnerabilities,
    place,
    fingerprints: fingerprintsOf(result),
    externalId: str(result['guid']),
    told: toldState(result),
    firstFoundAt: str(asRecord(result['provenance'])['firstDetectionTimeUtc']),
    remediation: remediationOf(result),
    tags: rule.tags,
  };
  if (url !== undefined) o.web = { url };
  if (o.kind === 'dependency' || o.kind === 'container') describePackage(o, rule, message, score);
  if (o.kind === 'secret') describeSecret(o, run.toolName, context);
  return o;
}

function describePackage(o: Observation, rule: SarifRule, message: string, score: number | undefined): void {
  const found = packageIn(message, rule.help) ?? packageOfFile(o.place.path);
  if (found === null) {
    o.kind = 'code' satisfies FindingKind;
    return;
  }
  o.component = found;
  o.score = score;
  // Grype and others add the package's name to the id; the vulnerability alone is the rule.
  o.rule = rule.vulnerabilities[0] ?? rule.id;
}

/** Gitleaks gives the bare secret as the snippet; the others the line around it. */
function describeSecret(o: Observation, toolName: string, context: ReadContext): void {
  const snippet = o.place.snippet;
  o.secret = {};
  o.title = maskTokens(o.title);
  o.message = maskTokens(o.message ?? '');
  if (snippet === undefined) return;
  const bare = toolName.toLowerCase().startsWith('gitleaks');
  if (bare && !isRedacted(snippet)) o.secret.hash = context.hashSecret(snippet);
  o.place.snippet = bare ? MASK : maskLine(snippet);
  if (!bare) return;
  o.title = maskSecrets(o.title, snippet);
  o.message = maskSecrets(o.message ?? '', snippet);
}

function resultCwes(result: Json, rule: SarifRule): number[] {
  const taxa = asList(result['taxa']);
  if (taxa.length === 0) return rule.cwes;
  const told = taxa.map((t) => cweReference(asRecord(t))).filter((n) => n !== undefined);
  return told.length === 0 ? rule.cwes : distinct([...told, ...rule.cwes]);
}

function fingerprintsOf(result: Json): Record<string, string> | undefined {
  const full = result['fingerprints'];
  const partial = result['partialFingerprints'];
  if (full === undefined && partial === undefined) return undefined;
  const all: [string, string][] = [];
  for (const set of [asRecord(partial), asRecord(full)]) {
    for (const key of Object.keys(set)) {
      const value = own(set, key);
      if (typeof value === 'string' && value !== '') all.push([key, value]);
    }
  }
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** Suppressed only when every suppression is accepted (§3.27.23); `absent` results were there before (§3.27.24). */
function toldState(result: Json): ToldState | undefined {
  if (result['baselineState'] === 'absent') return { state: 'fixed', reason: 'absent since the baseline' };
  const suppressions = asList(result['suppressions']).map(asRecord);
  if (suppressions.length === 0) return undefined;
  const accepted = suppressions.every(
    (s) => (str(s['status']) ?? str(s['state']) ?? 'accepted') === 'accepted',
  );
  if (!accepted) return undefined;
  const reason = suppressions.map((s) => str(s['justification'])).find((r) => r !== undefined);
  const where = suppressions[0]?.['kind'] === 'inSource' ? 'in the source' : 'outside the source';
  return { state: 'suppressed', reason: reason ?? `suppressed ${where}` };
}

function remediationOf(result: Json): string | undefined {
  const fix = asRecord(asList(result['fixes'])[0]);
  const description = asRecord(fix['description']);
  return str(description['markdown']) ?? str(description['text']);
}
