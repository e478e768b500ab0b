import type { Observation } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { markdownOfHtml } from '../kit/html.ts';
import { lineNumber, num } from '../kit/values.ts';
import { child, childrenOf, textOf } from '../kit/xml-find.ts';
import type { XmlElement } from '../reader.ts';
import type { Parts } from './fvdl.ts';

/** What the document says of a rule: texts, and numbers and categories by name. */
export interface RuleFacts {
  abstract?: string | undefined;
  description?: string | undefined;
  help?: string | undefined;
  numbers: Record<string, string>;
}

export interface Place {
  path: string | undefined;
  line: string | undefined;
  endLine: string | undefined;
  snippet: string | undefined;
}

export function placeOf(node: XmlElement | undefined): Place {
  const { path, line, lineEnd, snippet } = child(node, 'SourceLocation')?.attributes ?? {};
  return { path, line, endLine: lineEnd, snippet };
}

/** One result without the way of its data, which is by far its largest part. */
export interface Issue {
  rule: string;
  title: string;
  kingdom: string | undefined;
  id: string | undefined;
  severity: string | undefined;
  confidence: number;
  /** Impact, accuracy, probability, where this result has its own. */
  numbers: Record<string, string>;
  /** Names and what they stand for in the abstract of the rule. */
  words: Record<string, string>;
  /** Where it shows; else `node` names the place. */
  place: Place;
  node: string | undefined;
  symbol: string | undefined;
}

export function issueOf(result: XmlElement): Issue | null {
  const type = child(result, 'ClassInfo');
  const instance = child(result, 'InstanceInfo');
  const unified = child(child(result, 'AnalysisInfo'), 'Unified');
  const rule = textOf(type, 'ClassID');
  if (rule === undefined) return null;
  const entry = shownEntry(unified);
  return {
    rule,
    title: [textOf(type, 'Type') ?? rule, textOf(type, 'Subtype')].filter(Boolean).join(': '),
    kingdom: textOf(type, 'Kingdom'),
    id: textOf(instance, 'InstanceID'),
    severity: textOf(instance, 'InstanceSeverity'),
    confidence: num(textOf(instance, 'Confidence')) ?? 0,
    numbers: numbersOf(child(instance, 'MetaInfo')),
    words: Object.fromEntries(
      childrenOf(child(unified, 'ReplacementDefinitions'), 'Def').map(({ attributes }) => [
        attributes['key'] ?? '',
        attributes['value'] ?? '',
      ]),
    ),
    place: placeOf(child(entry, 'Node')),
    node: child(entry, 'NodeRef')?.attributes['id'],
    symbol: symbolOf(unified),
  };
}

/** Numbers and categories by name, of a result or a rule. */
export const numbersOf = (info: XmlElement | undefined): Record<string, string> =>
  Object.fromEntries(
    childrenOf(info, 'Group').map(({ attributes, text }) => [attributes['name'] ?? '', text]),
  );

export function observe(issue: Issue, { nodes, lines, rules }: Parts): Observation {
  const facts = rules.get(issue.rule);
  const place = nodes.get(issue.node ?? '') ?? issue.place;
  const startLine = lineNumber(place.line);
  return {
    kind: 'code',
    rule: issue.rule,
    title: issue.title,
    message: messageOf(facts?.abstract, issue.words) ?? issue.title,
    severity: severityOf(issue, facts),
    severityTold: issue.severity,
    cwes: cweNumbers(facts?.numbers['altcategoryCWE']?.match(/\d+/g)),
    vulnerabilities: [],
    place: {
      path: place.path,
      startLine,
      endLine: lineNumber(place.endLine) ?? startLine,
      snippet: lines.get(place.snippet ?? ''),
      symbol: issue.symbol,
    },
    fingerprints: issue.id === undefined ? undefined : { fortify: issue.id },
    tags: issue.kingdom === undefined ? undefined : [issue.kingdom],
  };
}

/** The step that Fortify itself shows, of the first way of the data. */
function shownEntry(unified: XmlElement | undefined): XmlElement | undefined {
  const entries = childrenOf(child(child(unified, 'Trace'), 'Primary'), 'Entry');
  const shown = entries.find((entry) => child(entry, 'Node')?.attributes['isDefault'] === 'true');
  return shown ?? entries.at(-1);
}

/**
 * Fortify Priority Order: impact and likelihood, each high from 2.5 of 5; likelihood is accuracy, confidence and
 * probability together. Without them the severity of the result and its confidence stand in.
 */
function severityOf(issue: Issue, facts: RuleFacts | undefined): Severity {
  const number = (name: string) => num(issue.numbers[name] ?? facts?.numbers[name]);
  const [impact, accuracy, probability] = [number('Impact'), number('Accuracy'), number('Probability')];
  const known = accuracy !== undefined && probability !== undefined;
  const likelihood = known ? (accuracy * issue.confidence * probability) / 25 : issue.confidence;
  const bad = (impact ?? num(issue.severity) ?? 0) >= 2.5;
  if (bad) return likelihood >= 2.5 ? 'critical' : 'high';
  return likelihood >= 2.5 ? 'medium' : 'low';
}

/** The abstract with its blanks filled in from this result. */
function messageOf(abstract: string | undefined, words: Record<string, string>): string | undefined {
  const filled = abstract?.replaceAll(/<Replace key="([^"]*)"[^>]*>/g, (_, key: string) =>
    Object.hasOwn(words, key) ? words[key]!.replaceAll('<', '&lt;') : '',
  );
  return prose(filled);
}

/** Texts stand in `Content` and `Paragraph`, otherwise in HTML. */
export const prose = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : markdownOfHtml(text.replaceAll('Paragraph>', 'p>')) || undefined;

function symbolOf(unified: XmlElement | undefined): string | undefined {
  const { name, namespace, enclosingClass } = child(child(unified, 'Context'), 'Function')?.attributes ?? {};
  const scope = [namespace, enclosingClass].filter(Boolean).join('.');
  if (name === undefined) return undefined;
  return scope === '' ? name : `${scope}#${name}`;
}
