import type { Loudness, NoticeKind } from '../../contract/notify.ts';
import { type ListenerRole, mustHear } from './must-hear.ts';
import { type Audience, type Preference, STANDARD } from './preference.ts';

/** What somebody may want to hear. */
export interface Happening {
  audience: Audience;
  role: ListenerRole;
  kind: NoticeKind;
  /** Heard twice, it is one. */
  once: string;
  ticketId: string | null;
  /** `PAY-12` */
  name: string;
  title: string;
  text: string;
  /** Of the page. */
  path: string;
  /** What the policy's rules say of it; null where they say nothing. */
  policy: Loudness | null;
  at: Date;
}

export interface Notice extends Omit<Happening, 'policy'> {
  loud: Loudness;
}

/** What has a time of its own does not wait for the end of the week. */
const HAS_A_TIME: ReadonlySet<NoticeKind> = new Set([
  'assigned',
  'due',
  'exception-decided',
  'exception-ends',
  'ask-made',
  'ask-answered',
  'approval-waits',
]);

/** What is told of what happened, and how loud. Pure. */
export function decideNotices(
  happened: readonly Happening[],
  preferences: ReadonlyMap<Audience, Preference>,
): Notice[] {
  const seen = new Set<string>();
  return happened.flatMap(({ policy, ...happening }) => {
    const key = `${happening.audience} ${happening.once}`;
    const preference = preferences.get(happening.audience) ?? STANDARD;
    if (seen.has(key) || !isWanted(happening, preference)) return [];
    seen.add(key);
    return [{ ...happening, loud: loudOf(happening.kind, policy, preference.digest) }];
  });
}

const isWanted = ({ kind, role }: Pick<Happening, 'kind' | 'role'>, { muted, left }: Preference): boolean =>
  mustHear(role, kind) || (!left && !muted.includes(kind));

function loudOf(kind: NoticeKind, policy: Loudness | null, digest: Preference['digest']): Loudness {
  // Good news can wait until the next digest.
  if (policy === 'at once' && kind !== 'closed') return 'at once';
  if (digest !== null) return digest;
  if (HAS_A_TIME.has(kind) || policy === 'at once') return 'daily';
  return policy ?? 'weekly';
}
