import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

/** One measured figure with what it has to reach. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** `at least` or `at most` this much; absent = for information. */
  target?: { least?: number; most?: number };
}

export interface Bench {
  name: string;
  /** One line: what is measured, against what. */
  what: string;
  run(): Promise<Figure[]>;
}

export const reached = ({ value, target }: Figure): boolean =>
  (target?.least === undefined || value >= target.least) &&
  (target?.most === undefined || value <= target.most);

const shown = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 100 ? value.toFixed(0) : value.toFixed(2);

export function printFigures(bench: Bench, figures: Figure[]): void {
  console.log(`\n${bench.name}: ${bench.what}`);
  for (const figure of figures) {
    const { target } = figure;
    const goal =
      target?.least !== undefined
        ? `at least ${shown(target.least)}`
        : target?.most !== undefined
          ? `at most ${shown(target.most)}`
          : '';
    const mark = goal ? (reached(figure) ? 'ok    ' : 'MISSED') : '      ';
    console.log(
      `  ${mark} ${figure.name.padEnd(52)} ${shown(figure.value).padStart(10)} ${figure.unit.padEnd(12)} ${goal}`,
    );
  }
}

/** Results are kept beside the benchmarks, one file each, with the machine they came from. */
export async function keepFigures(bench: Bench, figures: Figure[]): Promise<void> {
  await mkdir('bench/results', { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
  const text = JSON.stringify({ name: bench.name, at: new Date().toISOString(), machine, figures }, null, 2);
  await writeFile(`bench/results/${bench.name}.json`, `${text}\n`);
}

export async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, performance.now() - startedAt];
}
