import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { AppError, ERROR_CODES } from '../kernel/errors.ts';
import {
  compilePolicy,
  DEFAULT_POLICY,
  decide,
  type Facts,
  factsSchema,
  type Policy,
} from '../modules/policy/pure.ts';
import type { Io } from './io.ts';
import { type FactsLine, factsLines } from './policy-facts.ts';

interface DecideOptions {
  facts: string;
  policy?: string;
  json?: boolean;
}

/**
 * `policy decide --facts FILE`: what would be decided for each line of facts, without a server. FILE has one
 * JSON document per line, or one document or list; `-` reads from the standard input.
 * @throws AppError LK-VALIDATION for the policy, LK-USAGE for a file that cannot be read
 */
export async function policyDecideCommand(options: DecideOptions, io: Io): Promise<number> {
  const policy = options.policy ? await policyOf(options.policy) : compilePolicy(DEFAULT_POLICY, 'default@1');
  let failed = 0;
  for await (const documents of readable(options.facts)) {
    for (const { line, value } of documents) {
      const facts = factsSchema.safeParse(value);
      if (facts.success) {
        io.out(options.json ? JSON.stringify(answerOf(policy, facts.data)) : tell(policy, facts.data));
        continue;
      }
      failed++;
      const issue = facts.error.issues[0]!;
      const what = value === undefined ? 'this is not JSON' : `${issue.path.join('.')}: ${issue.message}`;
      io.err(
        `lanekeeper: LK-VALIDATION: ${what} (${options.facts}:${line}). ${ERROR_CODES['LK-VALIDATION'].help}`,
      );
    }
    await io.drained?.();
  }
  return failed > 0 ? 2 : 0;
}

/** The documents of a file, a piece at a time; a million lines are never held together. */
async function* readable(file: string): AsyncGenerator<FactsLine[]> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  try {
    yield* factsLines(input);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('LK-USAGE', `${file} cannot be read`, { cause });
  }
}

async function policyOf(file: string): Promise<Policy> {
  const content = await contentOf(file);
  try {
    return compilePolicy(content, file === '-' ? 'draft' : file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(
      error.code,
      error.message.replace(/^policy /, () => `${file}:`),
      {
        detail: error.detail ?? {},
        cause: error,
      },
    );
  }
}

/** @throws AppError LK-USAGE for a file that cannot be read; `-` is the standard input */
export async function contentOf(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('LK-USAGE', `${file} cannot be read`, { cause });
  }
}

/** The decision as programs read it. */
function answerOf(policy: Policy, facts: Facts) {
  const decision = decide(policy, facts);
  return {
    priority: decision.priority,
    dueAt: decision.dueAt,
    regimes: decision.regimes,
    duties: decision.duties,
    route: decision.route,
    mode: decision.mode,
    because: decision.because,
    policy: decision.policy,
  };
}

function tell(policy: Policy, facts: Facts): string {
  const { priority, dueAt, because, policy: label } = decide(policy, facts);
  const due = dueAt ? `due ${dueAt.slice(0, 16).replace('T', ' ')} UTC` : 'no date';
  return [`${priority}, ${due} (${label})`, ...because.map((reason) => `  - ${reason}`)].join('\n');
}
