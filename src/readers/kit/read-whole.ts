import type { Diagnostic, Observation, Rule } from '../../kernel/observation.ts';
import { type ReadOptions, type ReadSummary, readReport } from './read-report.ts';
import type { ReportSource } from './source.ts';

export interface WholeReport {
  summary: ReadSummary;
  observations: Observation[];
  rules: Rule[];
  diagnostics: Diagnostic[];
}

/** `readReport` with everything gathered in memory: for reports known to be small, and for tests. */
export async function readWhole(source: ReportSource, options: ReadOptions): Promise<WholeReport> {
  const observations: Observation[] = [];
  const rules: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  const output = {
    observations: (batch: Observation[]) => void observations.push(...batch),
    rule: (rule: Rule) => void rules.push(rule),
    diagnostic: (diagnostic: Diagnostic) => void diagnostics.push(diagnostic),
  };
  const summary = await readReport(source, output, options);
  return { summary, observations, rules, diagnostics };
}
