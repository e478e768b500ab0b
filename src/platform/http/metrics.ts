import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Upper bounds in seconds, Prometheus' own defaults. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Series {
  labels: string;
  counts: number[];
  sum: number;
  total: number;
}

export interface Metrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(): string;
  stop(): void;
}

/** A number that goes up and down, by labels. */
export interface Gauge {
  name: string;
  help: string;
  values: { labels: Record<string, string>; value: number }[];
}

/** Each with its line break. */
export const gaugeLines = (gauges: readonly Gauge[]): string[] =>
  gauges.flatMap(({ name, help, values }) => [
    `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`,
    ...values.map(({ labels, value }) => `${name}{${labelsText(labels)}} ${value}\n`),
  ]);

const labelsText = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${quoted(value)}"`)
    .join(',');

export function createMetrics(): Metrics {
  const series = new Map<string, Series>();
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  return {
    observe(method, route, status, seconds) {
      const labels = `method="${method}",route="${quoted(route)}",status="${status}"`;
      let entry = series.get(labels);
      if (!entry) {
        entry = { labels, counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
        series.set(labels, entry);
      }
      entry.total++;
      entry.sum += seconds;
      const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) entry.counts[bucket]!++;
    },
    text: () => [...processLines(lag), ...requestLines(series.values()), ''].join('\n'),
    stop: () => lag.disable(),
  };
}

const quoted = (label: string): string => label.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));

function metric(name: string, type: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${value}`];
}

function processLines(lag: { percentile(p: number): number; max: number }): string[] {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const seconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
  return [
    ...metric('process_resident_memory_bytes', 'gauge', 'Resident memory.', memory.rss),
    ...metric('nodejs_heap_used_bytes', 'gauge', 'Heap in use.', memory.heapUsed),
    ...metric('nodejs_external_memory_bytes', 'gauge', 'Buffers outside of the heap.', memory.external),
    ...metric(
      'process_cpu_seconds_total',
      'counter',
      'CPU time, user and system.',
      (cpu.user + cpu.system) / 1e6,
    ),
    ...metric('process_uptime_seconds', 'gauge', 'Time since the start.', process.uptime()),
    ...metric(
      'nodejs_eventloop_lag_p99_seconds',
      'gauge',
      'Event loop delay, 99th percentile.',
      seconds(lag.percentile(99)),
    ),
    ...metric('nodejs_eventloop_lag_max_seconds', 'gauge', 'Event loop delay, worst.', seconds(lag.max)),
  ];
}

function requestLines(series: Iterable<Series>): string[] {
  const all = [...series];
  const name = 'http_request_duration_seconds';
  const lines = ['# HELP http_requests_total Requests answered.', '# TYPE http_requests_total counter'];
  for (const { labels, total } of all) lines.push(`http_requests_total{${labels}} ${total}`);
  lines.push(`# HELP ${name} Time to answer.`, `# TYPE ${name} histogram`);
  for (const { labels, counts, sum, total } of all) {
    let upTo = 0;
    BUCKETS.forEach((bound, i) => {
      upTo += counts[i]!;
      lines.push(`${name}_bucket{${labels},le="${bound}"} ${upTo}`);
    });
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${total}`);
    lines.push(`${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${total}`);
  }
  return lines;
}
