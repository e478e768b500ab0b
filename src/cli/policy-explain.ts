import { type FindingDecision, findingDecision } from '../contract/decision.ts';
import type { Io } from './io.ts';
import { call, serverOf } from './lanekeeper-server.ts';

/**
 * `policy explain FINDING`: the trail of a decision as the server keeps it, and whether its version of the policy says
 * the same again. Exit 1 when it does not.
 * @throws AppError as the server told it
 */
export async function policyExplainCommand(
  finding: string,
  options: { json?: boolean },
  io: Io,
): Promise<number> {
  const path = `/api/v1/findings/${encodeURIComponent(finding)}/decision`;
  const decision = findingDecision.parse(await call(serverOf(process.env), path, {}));
  io.out(options.json ? JSON.stringify(decision) : tell(decision).join('\n'));
  return decision.replay.equal === false ? 1 : 0;
}

const minute = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
const due = (iso: string | null): string => (iso === null ? 'no date' : `due ${minute(iso)}`);
const list = (lines: readonly string[]): string[] => lines.map((line) => `  - ${line}`);

/** The trail in lines for people. */
function tell(decision: FindingDecision): string[] {
  const { priority, dueAt, policy, decidedAt, because, regimes, facts, replay, today } = decision;
  const assessed = facts.filter(({ value }) => value !== null);
  const open = facts.filter(({ value }) => value === null).map(({ name }) => name);
  return [
    `${priority}, ${due(dueAt)} (${policy}, decided ${minute(decidedAt)})`,
    ...list(because),
    ...(regimes.length > 0 ? ['What each regime asks:', ...list(regimes.map(regimeLine))] : []),
    ...(assessed.length > 0
      ? [
          'What it rests on:',
          ...list(
            assessed.map(({ name, value, source }) => `${name}: ${value}${source ? ` [${source}]` : ''}`),
          ),
        ]
      : []),
    ...(open.length > 0 ? [`  - not assessed: ${open.join(', ')}`] : []),
    replayLine(policy, replay),
    ...(today
      ? [`Today ${today.policy} would say otherwise: ${today.changes.join(', ')} (${today.why})`]
      : []),
  ];
}

const regimeLine = ({ name, dueAt, duties, holds }: FindingDecision['regimes'][number]): string =>
  [`${name}: ${due(dueAt)}`, ...duties].join('; ') + (holds ? ' (this one holds)' : '');

function replayLine(policy: string, { equal, differs }: FindingDecision['replay']): string {
  if (equal === null) return `It cannot be asked again: ${differs.join('; ')}`;
  return equal
    ? `Asked again with what was known then, ${policy} says the same.`
    : `Asked again with what was known then, ${policy} says otherwise: ${differs.join(', ')}`;
}
