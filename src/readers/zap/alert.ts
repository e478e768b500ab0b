import type { Observation } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { markdownOfHtml } from '../kit/html.ts';
import { links } from '../kit/links.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { headline } from '../kit/values.ts';
import type { Sink } from '../reader.ts';

/** One place where the alert was raised. */
export interface Instance {
  uri?: string;
  method?: string;
  param?: string;
  attack?: string;
  evidence?: string;
}

/** An alert as either form of the report tells it; texts are HTML. */
export interface Alert {
  site: string | undefined;
  pluginId: string | undefined;
  /** Plugin and variant (`10055-4`), since 2.10. */
  alertRef: string | undefined;
  name: string | undefined;
  riskCode: string | undefined;
  /** `Medium (High)`: risk, then confidence. */
  riskWords: string | undefined;
  confidence: string | undefined;
  description: string | undefined;
  solution: string | undefined;
  otherInfo: string | undefined;
  reference: string | undefined;
  cwe: string | undefined;
  wasc: string | undefined;
  /** How many instances there were; the report may list fewer. */
  count: string | undefined;
  instances: Instance[];
}

const RISK = new Map<string, Severity>([
  ['3', 'high'],
  ['2', 'medium'],
  ['1', 'low'],
  ['0', 'info'],
]);
const CONFIDENCE = new Map([
  ['1', 'low'],
  ['2', 'medium'],
  ['3', 'high'],
  ['4', 'confirmed'],
]);
const FALSE_POSITIVE = '0';
const LISTED_INSTANCES = 50;
/** An attack may be a payload of many kilobytes; its start tells what it is. */
const SHOWN_LENGTH = 200;

export function tellAlert(alert: Alert, sink: Sink): void {
  const name = alert.name ?? alert.pluginId ?? 'Alert';
  const rule = alert.alertRef ?? alert.pluginId ?? name;
  const cwes = cweNumbers(alert.cwe);
  const references = referencesOf(alert.reference);
  sink.rule({
    id: rule,
    name,
    description: markdown(alert.description),
    help: markdown(alert.solution),
    cwes,
    references,
  });
  sink.observation({ ...observationOf(alert, rule, name), cwes, references });
}

function observationOf(alert: Alert, rule: string, name: string): Observation {
  const riskWord = alert.riskWords?.replace(/\s*\(.*$/, '');
  const observation: Observation = {
    kind: 'web',
    rule,
    title: headline(name),
    severity: RISK.get(alert.riskCode ?? '') ?? severityOfWord(riskWord) ?? 'info',
    cwes: [],
    vulnerabilities: [],
    place: {},
  };
  if (riskWord) observation.severityTold = riskWord;
  const message = messageOf(alert);
  if (message) observation.message = message;
  const url = alert.site ?? alert.instances[0]?.uri;
  if (url) observation.web = { url };
  const evidence = alert.instances.find((instance) => instance.evidence)?.evidence;
  if (observation.web && evidence) observation.web.evidence = evidence;
  const remediation = markdown(alert.solution);
  if (remediation) observation.remediation = remediation;
  if (alert.confidence === FALSE_POSITIVE) {
    observation.told = { state: 'false-positive', reason: 'Marked as a false positive in ZAP.' };
  }
  const tags = tagsOf(alert);
  if (tags.length > 0) observation.tags = tags;
  return observation;
}

function tagsOf(alert: Alert): string[] {
  const tags: string[] = [];
  if (alert.wasc && Number(alert.wasc) > 0) tags.push(`WASC-${Number(alert.wasc)}`);
  const confidence = CONFIDENCE.get(alert.confidence ?? '');
  if (confidence) tags.push(`confidence:${confidence}`);
  return tags;
}

function messageOf(alert: Alert): string {
  const listed = alert.instances.slice(0, LISTED_INSTANCES).map(lineOf);
  const told = Number(alert.count);
  const more = Math.max(Number.isSafeInteger(told) ? told : 0, alert.instances.length) - listed.length;
  if (listed.length > 0 && more > 0) listed.push(`- and ${more} more`);
  return [markdown(alert.otherInfo), listed.join('\n')].filter(Boolean).join('\n\n');
}

function lineOf({ method, uri, param, attack, evidence }: Instance): string {
  const parts = [`${method ? `${method} ` : ''}${uri ?? ''}`.trim()];
  if (param) parts.push(`parameter ${code(param)}`);
  if (attack) parts.push(`attack ${code(attack)}`);
  if (evidence) parts.push(`evidence ${code(evidence)}`);
  return `- ${parts.filter(Boolean).join(', ')}`;
}

const code = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line}\``;
};

const markdown = (html: string | undefined): string | undefined =>
  html === undefined ? undefined : markdownOfHtml(html) || undefined;

/** Addresses in the text; old versions wrote them one after another without a space. */
const referencesOf = (html: string | undefined): string[] =>
  html === undefined ? [] : links(markdownOfHtml(html).split(/\s+|(?=https?:\/\/)|\]\(|\)(?=\s|$)/));
