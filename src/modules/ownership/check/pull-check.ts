import type { FileProblem } from '../../organisation/pure.ts';

/** The ownership file of one folder on one side of a pull request. */
export type PullSide =
  | { state: 'none'; file: string; foreign: boolean }
  | { state: 'valid'; file: string }
  | { state: 'broken'; file: string; problem: FileProblem }
  /** It could not be looked at: an outage of ours is nobody's mistake. */
  | { state: 'unknown'; file: string; why: string };

export type PullRow =
  | 'missing'
  | 'deleted'
  | 'broken'
  | 'mended'
  | 'still-broken'
  | 'in-order'
  | 'added'
  | 'added-broken'
  | 'unknown';

/** "fail" is advice unless a guardrail says otherwise; "neutral" is never shown in red. */
export interface PullVerdict {
  row: PullRow;
  outcome: 'pass' | 'fail' | 'neutral';
  /** For the developer: what is the matter, and what to do. */
  message: string;
  file: string;
  /** What stands in the way, when it is a place in a file. */
  problem: FileProblem | null;
}

/**
 * The decision table of the ownership check in a pull request, for the file of one folder. Pure.
 * @param before on the main branch
 * @param after with the change
 */
export function judgePull(before: PullSide, after: PullSide): PullVerdict {
  if (after.state === 'unknown') return unknown(after.file, after.why);
  if (after.state === 'valid') return passes(before, after.file);
  // What to say depends on what was there before; without knowing that, nothing is said against the change.
  if (before.state === 'unknown') return unknown(after.file, before.why);
  return after.state === 'broken' ? broken(before, after.problem) : gone(before, after.file, after.foreign);
}

function passes(before: PullSide, file: string): PullVerdict {
  const pass = (row: PullRow, message: string) => verdict(row, 'pass', file, message);
  if (before.state === 'none') return pass('added', `${file} is new and in order: thank you`);
  if (before.state === 'broken') return pass('mended', `thank you: ${file} was broken and is in order again`);
  return pass('in-order', `${file} is in order`);
}

type Known = Exclude<PullSide, { state: 'unknown' }>;

function broken(before: Known, problem: FileProblem): PullVerdict {
  const { file } = problem;
  const what = `line ${problem.line}: ${problem.message}`;
  const fail = (row: PullRow, message: string) => verdict(row, 'fail', file, message, problem);
  if (before.state === 'none')
    return fail('added-broken', `${file} is new and nearly there; what is left is ${what}`);
  if (before.state === 'valid')
    return fail('broken', `${file} was in order and is not with this change; what is left is ${what}`);
  return fail(
    'still-broken',
    `${file} was broken before this change, so it is not your doing; whoever mends it helps everyone: ${what}`,
  );
}

const TWO_LINES = 'two lines are enough: apiVersion: lanekeeper.dev/v1 and owner: your-team';

function gone(before: Known, file: string, foreign: boolean): PullVerdict {
  const fail = (row: PullRow, message: string) => verdict(row, 'fail', file, message);
  if (before.state === 'none')
    return fail(
      'missing',
      foreign
        ? `${file} is a file of something else, and no about.yml beside it says who owns this; ${TWO_LINES}`
        : `no ${file} says who owns this yet; ${TWO_LINES}; \`lanekeeper about propose\` drafts it`,
    );
  return fail(
    'deleted',
    foreign
      ? `${file} no longer says that it is an ownership file: keep the line apiVersion`
      : `this change deletes ${before.file}, and findings would no longer reach you; if another team takes over, name it as owner instead`,
  );
}

const unknown = (file: string, why: string): PullVerdict =>
  verdict(
    'unknown',
    'neutral',
    file,
    `${file} could not be looked at (${why}); nothing is asked of you, the next run looks again`,
  );

function verdict(
  row: PullRow,
  outcome: PullVerdict['outcome'],
  file: string,
  message: string,
  problem: FileProblem | null = null,
): PullVerdict {
  return { row, outcome, message, file, problem };
}
