import type { Diagnostic, Observation, Rule } from '../../kernel/observation.ts';
import type { ReadLimits, Sink } from '../reader.ts';
import { ObservationCleaner } from './clean.ts';
import { DiagnosticList } from './diagnostics.ts';
import { readFailure } from './failure.ts';
import { labelsOf } from './labels.ts';

/** Where cleaned results go; batches hold 1 to 1,000 observations, in the order of the report. */
export interface ReadOutput {
  observations(batch: Observation[]): void | Promise<void>;
  rule(rule: Rule): void;
  diagnostic(diagnostic: Diagnostic): void;
}

const BATCH = 1000;
/** Image builders stop at 127 layers; a longer list is none. */
const MOST_LAYERS = 1000;
const LAYER_LENGTH = 200;

/**
 * The one sink of the product: cleans and counts what readers give and hands it on in batches. Readers
 * call it synchronously; whoever walks the bytes calls `drain` between elements when `full` says so.
 */
export class CollectingSink implements Sink {
  readonly #output: ReadOutput;
  readonly #limits: ReadLimits;
  readonly #diagnostics: DiagnosticList;
  readonly #cleaner: ObservationCleaner;
  #waiting: Observation[] = [];
  #rules = new Set<string>();
  #count = 0;
  #layers: string[] = [];
  #labels: Record<string, string> = {};
  #tool: { name: string; version?: string } | null = null;
  #last: (() => void)[] = [];

  constructor(output: ReadOutput, limits: ReadLimits) {
    this.#output = output;
    this.#limits = limits;
    this.#diagnostics = new DiagnosticList(limits.maxDiagnostics, (d) => output.diagnostic(d));
    this.#cleaner = new ObservationCleaner(limits.maxStringLength);
  }

  /** Observations taken so far. */
  get count(): number {
    return this.#count;
  }

  /** The tool that the report itself names, if any; the first to be named stays. */
  get toolTold(): { name: string; version?: string } | null {
    return this.#tool;
  }

  /** The layers that the report lists, each once; empty when it lists none. */
  get layersTold(): string[] {
    return this.#layers;
  }

  /** The labels of the whole target, bounded; empty when the report tells none. */
  get labelsTold(): Record<string, string> {
    return this.#labels;
  }

  get full(): boolean {
    return this.#waiting.length >= BATCH;
  }

  tool(name: string, version?: string): void {
    if (this.#tool !== null || name === '') return;
    this.#tool = { name: this.#cleaner.text(name) };
    if (version !== undefined && version !== '') this.#tool.version = this.#cleaner.text(version);
  }

  layers(digests: readonly string[]): void {
    const told = new Set(digests.filter((digest) => digest !== '' && digest.length <= LAYER_LENGTH));
    if (told.size <= MOST_LAYERS) this.#layers = [...told].map((digest) => this.#cleaner.text(digest));
  }

  labels(told: Readonly<Record<string, unknown>>): void {
    this.#labels = this.#cleaner.labels(labelsOf(told) ?? {});
  }

  rule(rule: Rule): void {
    if (rule.id === '' || this.#rules.has(rule.id)) return;
    this.#rules.add(rule.id);
    this.#output.rule(this.#cleaner.rule(rule));
  }

  observation(observation: Observation): void {
    if (this.#count >= this.#limits.maxObservations) {
      throw readFailure(
        'LK-READ-TOO-MANY',
        `The report holds more than ${this.#limits.maxObservations.toLocaleString('en')} results.`,
      );
    }
    this.#count++;
    this.#waiting.push(this.#cleaner.observation(observation));
  }

  atEnd(act: () => void): void {
    this.#last.push(act);
  }

  /** The report was walked to its end: readers say what they held back until then, in the order of `atEnd`. */
  walked(): void {
    for (let act = this.#last.shift(); act !== undefined; act = this.#last.shift()) act();
  }

  note(level: Diagnostic['level'], code: string, message: string, where?: string): void {
    const text = this.#cleaner.text(message);
    this.#diagnostics.add(
      where === undefined ? { level, code, message: text } : { level, code, message: text, where },
    );
  }

  /** Hands on whole batches; `all` also hands on the rest. */
  async drain(all = false): Promise<void> {
    while (this.#waiting.length >= BATCH || (all && this.#waiting.length > 0)) {
      const batch = this.#waiting.length <= BATCH ? this.#waiting : this.#waiting.splice(0, BATCH);
      if (batch === this.#waiting) this.#waiting = [];
      await this.#output.observations(batch);
    }
  }

  /** The end of the report, also after a failure: everything waiting goes out, then the closing notes. */
  async finish(): Promise<void> {
    await this.drain(true);
    for (const [message, count] of this.#cleaner.tally) {
      this.#diagnostics.add({
        level: 'note',
        code: 'LK-READ-CLEANED',
        message: `${message} (${count} times)`,
      });
    }
    this.#diagnostics.close();
  }
}
