import type { Diagnostic, Observation, Rule } from '../../kernel/observation.ts';
import {
  type ReadOptions,
  type ReadSummary,
  type ReportSource,
  readReport,
} from '../../readers/kit/read-report.ts';
import {
  contentOf,
  detailOf,
  type Known,
  keysOf,
  packageOf,
  ResultsDigest,
  type Seen,
} from '../findings/pure.ts';
import type { LineTexts } from './line-texts.ts';
import { fileSpool, memorySpool, type Spool } from './spool.ts';

/** An observation in the compact form that tracking needs; the whole one waits in the spool. */
export interface SeenObservation extends Seen {
  content: string;
  /** The tool itself does not count it as open. */
  excepted: boolean;
  /** A credential that the tool tried, and it worked. */
  works: boolean;
  /** A credential that the tool tried, and it was refused. */
  refused: boolean;
}

/** A report after reading: everything that loading and deciding need of it. */
export interface ReadScan {
  /** Name of the tool in lower case with dashes: what a stream is called. */
  tool: string;
  phase: string;
  spool: Spool;
  /** Hash of each observation's content, in the order of the spool. */
  contents: string[];
  rules: Rule[];
  vulnerabilities: Set<string>;
  components: Set<string>;
  /** All layers of the image, where the report lists them. */
  layers: string[];
  /** Labels of the target as a whole, where the report tells them. */
  labels: Record<string, string>;
  /** Some results have a resource and no file. */
  beside: boolean;
  /** Digest of the results in any order. */
  digest: string;
  diagnostics: Diagnostic[];
}

/** Above this many bytes observations are spooled to a file. */
const IN_MEMORY_BYTES = 16 * 1024 * 1024;

/** Why a report could not be read, with what was remarked until then. */
export interface Unread {
  ok: false;
  summary: ReadSummary;
  diagnostics: Diagnostic[];
}
export type ReadOutcome = { ok: true; read: ReadScan } | Unread;

/** Step 1 of the line: bytes become observations, with the texts of their lines where those were sent. */
export async function readScan(
  source: ReportSource,
  options: ReadOptions,
  texts: LineTexts | null = null,
): Promise<ReadOutcome> {
  const gather = gatherer(source.size > IN_MEMORY_BYTES ? await fileSpool() : memorySpool(), texts);
  try {
    const summary = await readReport(source, gather, options);
    const failure = summary.failure ?? otherContent(summary, gather.diagnostics);
    if (failure || !summary.reader) {
      await gather.spool.close();
      return { ok: false, summary: { ...summary, failure }, diagnostics: gather.diagnostics };
    }
    const read = gather.finish(toolName(summary), summary.phase ?? 'build');
    return { ok: true, read: { ...read, layers: summary.layers, labels: summary.labels } };
  } catch (error) {
    await gather.spool.close();
    throw error;
  }
}

/** Content that no reader knows, read at the word of the sender without finding anything, is not an empty report. */
function otherContent(summary: ReadSummary, diagnostics: Diagnostic[]): ReadSummary['failure'] {
  const unsure = diagnostics.find(({ code }) => code === 'LK-READ-UNSURE');
  if (!unsure || summary.observations > 0) return null;
  return { code: 'LK-READ-NOT-A-REPORT', message: unsure.message };
}

/** Observations that did not come from a report (the form) take the same way. */
export async function readByHand(
  observation: Observation,
  rule: Rule,
  tool: string,
  phase: string,
): Promise<ReadScan> {
  const gather = gatherer(memorySpool());
  gather.rule(rule);
  await gather.observations([observation]);
  return gather.finish(tool, phase);
}

/**
 * What tracking compares. Made only when the digest says that something differs: hashing is what costs. It is
 * all that is held of a large report, so equal strings are shared, with what is known where it knows them.
 * @param known null: there is nothing live that it could be compared with
 * @param ruleName what the rule is called in the store
 */
export async function seenOf(
  { spool, contents }: ReadScan,
  known: readonly Known[] | null,
  ruleName: (rule: string) => string,
): Promise<SeenObservation[]> {
  const seen: SeenObservation[] = [];
  const shared = new Map<string, string>();
  const share = (text: string): string => {
    const first = shared.get(text);
    if (first === undefined) shared.set(text, text);
    return first ?? text;
  };
  const compared = known !== null;
  const texts = new Map((known ?? []).filter(({ ordered }) => ordered).map(({ key, text }) => [key, text]));
  const rules = new Map<string, string>();
  const nameOnce = (rule: string): string => {
    const name = rules.get(rule) ?? ruleName(rule);
    rules.set(rule, name);
    return name;
  };
  for await (const { from, observations } of spool.batches()) {
    for (const [offset, observation] of observations.entries()) {
      const keys = keysOf(observation, nameOnce, compared);
      const { key, ordered, path, text } = keys;
      const where = compared
        ? { ...keys, path: path && share(path), text: (ordered && texts.get(key)) || text }
        : { key, ordered, path: null, rule: '', text: '' };
      seen.push({
        ...where,
        line: observation.place.startLine ?? 0,
        content: contents[from + offset]!,
        excepted: observation.told !== undefined,
        works: observation.secret?.verified === true,
        refused: observation.secret?.verified === false,
      });
    }
  }
  return seen;
}

const toolName = (summary: ReadSummary): string =>
  (summary.tool?.name ?? summary.reader ?? 'unknown')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || 'unknown';

function gatherer(spool: Spool, texts: LineTexts | null = null) {
  const contents: string[] = [];
  const rules = new Map<string, Rule>();
  const vulnerabilities = new Set<string>();
  const components = new Set<string>();
  const diagnostics: Diagnostic[] = [...(texts?.diagnostics ?? [])];
  const digest = new ResultsDigest();
  let beside = false;

  const look = (observation: Observation): void => {
    const content = contentOf(observation, detailOf(observation));
    contents.push(content);
    digest.add(content);
    for (const id of observation.vulnerabilities) vulnerabilities.add(id);
    if (observation.resource !== undefined && observation.place.path === undefined) beside = true;
    if (observation.component) components.add(packageOf(observation.component));
    // A result whose report tells nothing of its rule still has one, to be linked to.
    if (!rules.has(observation.rule))
      rules.set(observation.rule, { id: observation.rule, cwes: observation.cwes });
  };

  return {
    spool,
    diagnostics,
    rule(rule: Rule): void {
      rules.set(rule.id, rule);
    },
    diagnostic(diagnostic: Diagnostic): void {
      diagnostics.push(diagnostic);
    },
    async observations(batch: Observation[]): Promise<void> {
      // What the tool itself calls fixed is absent as far as tracking goes.
      const told = batch.filter((observation) => observation.told?.state !== 'fixed');
      // Before anything is hashed: the text takes part in keys, content and digest.
      const present = texts ? told.map(texts.attach) : told;
      present.forEach(look);
      await spool.append(present);
    },
    finish: (tool: string, phase: string): ReadScan => ({
      tool,
      phase,
      spool,
      contents,
      rules: [...rules.values()],
      vulnerabilities,
      components,
      layers: [],
      labels: {},
      beside,
      digest: digest.value(),
      diagnostics,
    }),
  };
}
