import { parseArgs } from 'node:util';

export interface ChaosOptions {
  kills: number;
  seed: number;
  /** `fake-redmine`, `redmine:URL`, several with a comma between them. */
  trackers: string[];
  /** One line of JSON and nothing else on standard output. */
  json: boolean;
  /** Where workers write what they log; nowhere without it. */
  log: string | null;
}

const DEFAULT_TRACKERS = ['fake-jira', 'fake-github', 'fake-gitlab', 'fake-redmine'];

/** @throws Error that says which option is wrong */
export function readOptions(args: string[]): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      tracker: { type: 'string', default: DEFAULT_TRACKERS.join(',') },
      json: { type: 'boolean', default: false },
      log: { type: 'string' },
    },
  });
  const number = (name: 'kills' | 'seed'): number => {
    if (!/^\d{1,6}$/.test(values[name])) throw new Error(`--${name} takes a number, such as 20`);
    return Number(values[name]);
  };
  return {
    kills: number('kills'),
    seed: number('seed'),
    trackers: values.tracker.split(','),
    json: values.json,
    log: values.log ?? null,
  };
}
