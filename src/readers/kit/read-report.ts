import { AppError, type ErrorCode } from '../../kernel/errors.ts';
import type { Phase } from '../../kernel/phase.ts';
import { DEFAULT_LIMITS, mappingOf, type ReadContext, type Reader, type ReadLimits } from '../reader.ts';
import { findReader, loadReaders, nearestNames } from '../registry.ts';
import { type Decoded, decoded } from './decoded.ts';
import { isReadFailure, readFailure } from './failure.ts';
import { runHtml } from './html-run.ts';
import { runJson } from './json-run.ts';
import { runLines } from './lines-run.ts';
import { recogniseReport } from './recognise.ts';
import { CollectingSink, type ReadOutput } from './sink.ts';
import type { ReportSource } from './source.ts';
import { runTable } from './table-run.ts';
import { textsOf } from './texts.ts';
import { runXml } from './xml-run.ts';
import { looksLikeYaml, yamlAsJson } from './yaml.ts';
import { unpack } from './zip.ts';

export type { ReadOutput } from './sink.ts';
export type { ReportSource } from './source.ts';

export interface ReadOptions {
  /** Id or alias of the reader, when the caller knows the tool. */
  tool?: string;
  /** A reader that is not of the product (`readerOf` a mapping document): it reads, nobody else is asked. */
  mapping?: Reader;
  limits?: Partial<ReadLimits>;
  /** Keyed hash of a secret's value (HMAC-SHA-256, hex). */
  hashSecret(value: string): string;
}

export interface ReadSummary {
  /** Id of the reader; null when nobody recognised the report, or when it could be several tools'. */
  reader: string | null;
  tool: { name: string; version?: string } | null;
  /** Ids of readers whose report this could be; only when `reader` is null. */
  candidates: string[];
  observations: number;
  /** All layers of the image, by digest, where the report lists them. */
  layers: string[];
  /** Labels of the target as a whole, where the report tells them. */
  labels: Record<string, string>;
  /** Why reading ended early; what was read before has been handed on and must not be counted. */
  failure: { code: ErrorCode; message: string; where?: string } | null;
  /** Phase of discovery that fits the tool, unless the scan says otherwise. */
  phase: Phase | null;
}

/**
 * Reads one report, whatever its packing, encoding and format: recognises it, hands on observations in
 * batches of at most 1,000 and says in the summary how it went. Content never makes it throw.
 * @throws AppError LK-USAGE when `options.tool` names no reader; errors of the source's own I/O.
 */
export async function readReport(
  source: ReportSource,
  output: ReadOutput,
  options: ReadOptions,
): Promise<ReadSummary> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const only = options.mapping;
  const named = only ?? (options.tool === undefined ? null : await readerNamed(options.tool));
  const sink = new CollectingSink(output, limits);
  const summary: ReadSummary = {
    reader: null,
    tool: null,
    candidates: [],
    observations: 0,
    layers: [],
    labels: {},
    failure: null,
    phase: null,
  };
  try {
    await read(source, sink, summary, { named, only }, { limits, hashSecret: options.hashSecret });
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    const where = error.detail?.['where'];
    summary.failure = { code: error.code, message: error.message };
    if (typeof where === 'string') summary.failure.where = where;
  }
  await sink.finish();
  summary.observations = sink.count;
  summary.layers = sink.layersTold;
  summary.labels = sink.labelsTold;
  summary.tool = sink.toolTold ?? summary.tool;
  return summary;
}

async function readerNamed(name: string): Promise<Reader> {
  const entry = findReader(name);
  if (entry !== null) return entry.load();
  const near = nearestNames(name);
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  throw new AppError('LK-USAGE', `No reader is called "${name}".${hint}`, { detail: { nearest: near } });
}

async function read(
  packed: ReportSource,
  sink: CollectingSink,
  summary: ReadSummary,
  { named, only }: { named: Reader | null; only: Reader | undefined },
  context: ReadContext,
): Promise<void> {
  const { limits } = context;
  if (packed.size > limits.maxBytes) {
    throw readFailure('LK-READ-TOO-LARGE', `The report is larger than ${limits.maxBytes} bytes.`);
  }
  const source = await unpack(packed, limits);
  for (const r of source.remarks ?? []) sink.note(r.level, r.code, r.message, r.where);
  const asTold = await decoded(source);
  if (asTold.remark !== undefined) sink.note('warning', 'LK-READ-ENCODING', asTold.remark);
  const readers = only === undefined ? await loadReaders() : [only];
  const content = await unlessYaml(asTold, readers, named);
  const { probe } = content;
  const found = recogniseReport(readers, probe, named, (level, code, message) =>
    sink.note(level, code, message),
  );
  summary.candidates = found.candidates;
  if (found.reader === null) return;
  const { card } = found.reader;
  summary.reader = card.id;
  summary.phase = card.phase;
  summary.tool = { name: card.name };
  if (found.blank) return;
  const mapping = mappingOf(found.reader, probe.form);
  if (mapping === undefined) {
    throw readFailure('LK-READ-NOT-A-REPORT', `This is not in a form that ${card.name} writes.`);
  }
  if (mapping.form === 'json') await runJson(content, mapping, sink, context);
  else if (mapping.form === 'xml') await runXml(textsOf(content), mapping, sink, context);
  else if (mapping.form === 'html') await runHtml(textsOf(content), mapping, sink, context);
  else if (mapping.form === 'lines') await runLines(textsOf(content), mapping, sink, context);
  else await runTable(content, mapping, sink, context);
  sink.walked();
}

/** YAML is read as the JSON it stands for, where nobody knows the text as it is. */
async function unlessYaml(
  document: Decoded,
  readers: readonly Reader[],
  named: Reader | null,
): Promise<Decoded> {
  const { probe } = document;
  if (probe.form !== 'text' || !looksLikeYaml(probe.head)) return document;
  const wanted =
    named === null
      ? readers.some((reader) => reader.recognise(probe))
      : mappingOf(named, 'text') !== undefined;
  if (wanted) return document;
  return (await yamlAsJson(document)) ?? document;
}
