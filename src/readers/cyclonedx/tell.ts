import type { FindingKind, Justification, Observation, ToldState } from '../../kernel/observation.ts';
import { link, links } from '../kit/links.ts';
import { distinct } from '../kit/values.ts';
import { vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { Sink } from '../reader.ts';
import type { Inventory } from './inventory.ts';
import { rate } from './rating.ts';
import type { AffectsTold, AnalysisTold, VulnerabilityTold } from './told.ts';

/** An image's inventory speaks of packages inside the image, every other of dependencies. */
export const kindOf = (describedType: string | undefined): FindingKind =>
  describedType === 'container' ? 'container' : 'dependency';

/** One observation per affected component; one without component when the document names none. */
export function tellVulnerability(
  told: VulnerabilityTold,
  inventory: Inventory,
  kind: FindingKind,
  sink: Sink,
) {
  const rule = told.id ?? told.aliases[0] ?? 'unnamed';
  const references = links(told.source.url, told.references);
  sink.rule({
    id: rule,
    description: [told.description, told.detail].filter(Boolean).join('\n\n') || undefined,
    help: told.recommendation,
    url: link(told.source.url),
    cwes: told.cwes,
    references,
  });
  const shared = sharedPart(told, rule, kind);
  if (told.affects.length === 0) {
    sink.note('note', 'LK-READ-NO-COMPONENT', 'A vulnerability names no component that it affects.', rule);
    sink.observation({ ...shared, references, vulnerabilities: [...shared.vulnerabilities], place: {} });
  }
  for (const affected of told.affects) {
    // Lists are copied: the sink cleans every observation in place.
    const observation = {
      ...shared,
      references: [...references],
      vulnerabilities: [...shared.vulnerabilities],
      place: {},
    };
    sink.observation(withComponent(observation, affected, inventory, sink));
  }
}

function sharedPart(told: VulnerabilityTold, rule: string, kind: FindingKind): Observation {
  const { severity, severityTold, score, vectors } = rate(told.ratings, told.source.name);
  const shared: Observation = {
    kind,
    rule,
    title: rule,
    severity,
    cwes: told.cwes,
    vulnerabilities: vulnerabilityIds(told.id, ...told.aliases),
    place: {},
  };
  if (severityTold !== undefined) shared.severityTold = severityTold;
  if (score !== undefined) shared.score = score;
  if (vectors.length > 0) shared.vectors = vectors;
  if (told.recommendation !== undefined) shared.remediation = told.recommendation;
  const state = toldState(told.analysis);
  if (state !== undefined) shared.told = state;
  const message = verdict(told.analysis);
  if (message !== undefined) shared.message = message;
  return shared;
}

function withComponent(o: Observation, affected: AffectsTold, inventory: Inventory, sink: Sink): Observation {
  const part = affected.part ?? inventory.find(affected.ref);
  if (part === undefined) {
    sink.note(
      'warning',
      'LK-READ-UNKNOWN-COMPONENT',
      'A component that is affected is not in the document.',
      affected.ref,
    );
    return o;
  }
  const version = affected.versions.length === 1 ? affected.versions[0] : undefined;
  o.component = inventory.componentOf(part, distinct(affected.fixed), version);
  o.title = `${o.rule} in ${o.component.name}`;
  if (part.path !== undefined) o.place = { path: part.path };
  return o;
}

const STATES = new Map<string, ToldState['state']>([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['false_positive', 'false-positive'],
  ['not_affected', 'suppressed'],
]);

function toldState(analysis: AnalysisTold | undefined): ToldState | undefined {
  const state = STATES.get(analysis?.state ?? '');
  if (state === undefined) return undefined;
  const justification = JUSTIFICATIONS.get(analysis?.justification ?? '');
  return { state, reason: verdict(analysis), ...(justification && { justification }) };
}

/** CycloneDX's reasons in the words of OpenVEX, https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis_justification */
const JUSTIFICATIONS = new Map<string, Justification>([
  ['code_not_present', 'vulnerable_code_not_present'],
  ['code_not_reachable', 'vulnerable_code_not_in_execute_path'],
  ['requires_configuration', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['requires_dependency', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['requires_environment', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['protected_by_compiler', 'inline_mitigations_already_exist'],
  ['protected_at_runtime', 'inline_mitigations_already_exist'],
  ['protected_at_perimeter', 'inline_mitigations_already_exist'],
  ['protected_by_mitigating_control', 'inline_mitigations_already_exist'],
]);

/** `not affected (code not reachable; will not fix): …` */
function verdict(analysis: AnalysisTold | undefined): string | undefined {
  if (analysis?.state === undefined) return analysis?.detail;
  const words = [analysis.justification, ...analysis.responses].filter(Boolean).join('; ');
  const head = `${analysis.state}${words ? ` (${words})` : ''}`.replaceAll('_', ' ');
  return analysis.detail ? `${head}: ${analysis.detail}` : head;
}
