import type { Policy } from '../../policy/pure.ts';

/** Whether some rule that decides reads a fact (`finding.waitsFor`), or any of a group (`trust`). Pure. */
export function asksFor(policy: Policy, fact: string): boolean {
  const { rules, routes, deadlines } = policy;
  const conditions = [
    ...[...rules, ...routes, ...deadlines.pauses].map(({ condition }) => condition),
    ...deadlines.regimes.map(({ appliesTo }) => appliesTo),
    deadlines.withoutFix.mitigate,
  ];
  const group = `${fact}.`;
  return conditions.some(({ reads }) => reads.some((name) => name === fact || name.startsWith(group)));
}
