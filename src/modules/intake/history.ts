import { severityRank } from '../../kernel/severity.ts';
import type { Decided, FindingEvent, KnownFinding } from '../findings/public.ts';
import type { Comparison } from './compare.ts';

/** What a person would want to read later of a finding that was seen; a shifted line alone is not news. */
export function changeEvents(known: KnownFinding, now: Decided): FindingEvent[] {
  const events: FindingEvent[] = [];
  const tell = (kind: FindingEvent['kind'], note: string) => events.push(event(known, kind, note));
  const path = now.observation.place.path ?? null;
  if (now.state === 'reopened' && known.state === 'fixed') tell('reopened', reopenedNote(known));
  if (known.absent) tell('seen-again', 'a later scan sees it again');
  if (known.state !== 'excepted' && now.state === 'excepted')
    tell('excepted', now.exception?.words ?? now.observation.told?.reason ?? 'the tool no longer counts it');
  if (now.exceptionEnded !== null) tell('exception-ended', now.exceptionEnded);
  else if (known.state === 'excepted' && now.state === 'open')
    tell('counted-again', 'the tool counts it again');
  if (known.place !== path || known.key !== now.key) tell('moved', `now in ${path ?? 'another place'}`);
  if (!known.onDefault && now.onDefault) tell('on-branch', 'now on the default branch');
  const severity = severityRank(now.observation.severity);
  if (known.severity !== severity) tell('re-rated', `the tool now says ${now.observation.severity}`);
  return events;
}

/** What became of findings that were not seen, or not seen here. */
export function absenceEvents(
  comparison: Comparison,
  { tool, branch }: { tool: string; branch: string | null },
): FindingEvent[] {
  const events: FindingEvent[] = [];
  const tell = (
    findings: readonly KnownFinding[],
    kind: FindingEvent['kind'],
    note: (one: KnownFinding) => string,
  ) => {
    for (const finding of findings) events.push(event(finding, kind, note(finding)));
  };
  tell(comparison.fixed, 'fixed', () => `not found by the scan of ${tool}`);
  tell(comparison.dead, 'fixed', () => `${tool} tried the credential and it no longer works`);
  tell(comparison.removed, 'removed', removedNote);
  tell(
    comparison.unconfirmed,
    'unconfirmed',
    () => 'not seen by a scan that cannot prove it: a complete one of the same rules decides',
  );
  tell(
    comparison.leftDefault,
    'left-branch',
    () => 'gone from the default branch; a release branch still has it',
  );
  return branch === null ? events : [...events, ...branchEvents(comparison, branch)];
}

/** Release branches only: what comes and goes on others would be noise. */
function branchEvents({ begun, ended }: Comparison, branch: string): FindingEvent[] {
  return [
    ...begun.map((finding) => event(finding, 'on-branch', `also on ${branch}`)),
    ...ended.map((finding) => event(finding, 'left-branch', `gone from ${branch}`)),
  ];
}

const event = (finding: KnownFinding, kind: FindingEvent['kind'], note: string): FindingEvent => ({
  findingId: finding.id,
  kind,
  note,
});

const reopenedNote = ({ closedByHand, kind }: KnownFinding): string => {
  if (!closedByHand) return 'seen again after it was fixed';
  return kind === 'secret'
    ? 'closed by hand, yet the tool found one that may work'
    : 'told again after it was closed';
};

const removedNote = ({ kind }: KnownFinding): string =>
  kind === 'secret'
    ? 'removed from the code, not revoked: it stays open until it is rotated'
    : 'not told any more: it stays open until it is retested';
