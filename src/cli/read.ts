import { createHash } from 'node:crypto';
import type { Diagnostic, Observation, Rule } from '../kernel/observation.ts';
import { countSeverities } from '../kernel/severity.ts';
import { type ReadOutput, type ReadSummary, readReport } from '../readers/kit/read-report.ts';
import type { Reader } from '../readers/reader.ts';
import { filesOf, reportFile } from './files.ts';
import type { Io } from './io.ts';
import { mappingFile } from './mapping.ts';
import { startProgress } from './progress.ts';

interface Options {
  tool?: string;
  mapping?: string;
  full?: boolean;
  json?: boolean;
}

/** A report as read on this machine: nothing is sent anywhere. */
export interface LocalReport {
  summary: ReadSummary;
  observations: Observation[];
  rules: Rule[];
  diagnostics: Diagnostic[];
}

/** Secrets are only compared with each other here, so any key will do; the server has its own. */
const hashSecret = (value: string): string => createHash('sha256').update(`local\0${value}`).digest('hex');

/** Hands on what a report holds as it is read, so that it may be larger than memory. */
export const walkLocally = async (
  path: string,
  output: ReadOutput,
  tool?: string,
  mapping?: Reader,
): Promise<ReadSummary> =>
  readReport(await reportFile(path), output, {
    hashSecret,
    ...(tool && { tool }),
    ...(mapping && { mapping }),
  });

export async function readLocally(path: string, tool?: string, mapping?: Reader): Promise<LocalReport> {
  const observations: Observation[] = [];
  const rules: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  const output = {
    observations: (batch: Observation[]) => {
      for (const observation of batch) observations.push(observation);
    },
    rule: (rule: Rule) => {
      rules.push(rule);
    },
    diagnostic: (diagnostic: Diagnostic) => {
      diagnostics.push(diagnostic);
    },
  };
  const summary = await walkLocally(path, output, tool, mapping);
  if (summary.failure) {
    const { code, message, where } = summary.failure;
    diagnostics.push({ level: 'error', code, message, ...(where && { where }) });
  }
  return { summary, observations: summary.failure ? [] : observations, rules, diagnostics };
}

/** `read PATH…`: exit 2 if a file was not recognised or not readable; the others are told all the same. */
export async function readCommand(paths: string[], options: Options, io: Io): Promise<number> {
  const files = await filesOf(paths);
  const mapping = await mappingFile(options);
  const progress = startProgress(io, options.json ? 0 : files.length, 'files');
  let unread = 0;
  for (const file of files) {
    const report = await readLocally(file, options.tool, mapping);
    const { reader, candidates } = report.summary;
    if (report.summary.failure || (!reader && candidates.length === 0)) unread++;
    progress.clear();
    io.out(options.json ? JSON.stringify(asJson(file, report, options.full === true)) : asText(file, report));
    progress.step();
  }
  progress.stop();
  return unread > 0 ? 2 : 0;
}

const asJson = (file: string, { summary, observations, diagnostics }: LocalReport, full: boolean) => ({
  file,
  tool: summary.reader,
  observations: observations.length,
  severities: countSeverities(observations.map(({ severity }) => severity)),
  diagnostics,
  ...(full && { results: observations }),
});

function asText(file: string, { summary, observations, diagnostics }: LocalReport): string {
  const counts = Object.entries(countSeverities(observations.map(({ severity }) => severity)));
  const words = counts.filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`);
  const tool =
    summary.reader ?? (summary.candidates.length > 0 ? 'could be several tools’' : 'not recognised');
  const remarks = diagnostics.map(
    ({ level, code, message, where }) => `    ${level}: ${code}: ${message}${where ? ` (${where})` : ''}`,
  );
  const total = `${observations.length} result${observations.length === 1 ? '' : 's'}`;
  return [
    `${file}: ${tool}, ${total}${words.length > 0 ? `: ${words.join(', ')}` : ''}`,
    ...remarks.slice(0, 20),
  ].join('\n');
}
