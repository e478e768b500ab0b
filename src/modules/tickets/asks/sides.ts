import type { AskSide, AskState } from '../../../contract/asks.ts';
import { isClosed } from './course.ts';

/** Who speaks, as far as an ask is concerned. */
export interface Standing {
  /** People of the asking team, and of the team that is asked; its partner is security's. */
  inFrom: boolean;
  inTo: boolean;
  /** By role or by team. */
  security: boolean;
  /** Admins, and programs with a token of their own. */
  all: boolean;
}

/** Which side somebody speaks for; null: they look on. Security speaks for security, even within a team. */
export function sideOf(standing: Standing, fromSecurity: boolean, toSecurity: boolean): AskSide | null {
  if (standing.security && fromSecurity !== toSecurity) return toSecurity ? 'to' : 'from';
  if (standing.inTo) return 'to';
  return standing.inFrom ? 'from' : null;
}

/** Fields that the asker may change, too: the wish is theirs. */
const OF_ASKER = ['title', 'text', 'state', 'because', 'waitsFor'];

/** What a change does not allow this person, in words; null = they may. */
export function objection(
  standing: Standing,
  side: AskSide | null,
  change: { state?: AskState | undefined; [field: string]: unknown },
  now: AskState,
): string | null {
  if (standing.all) return null;
  const { security, inTo, inFrom } = standing;
  if (!(security || inTo || inFrom)) return 'This is between the two teams: they and security change it.';
  const fields = Object.keys(change).filter((field) => change[field] !== undefined);
  const theirs = fields.find((field) => !OF_ASKER.includes(field));
  if (!(security || inTo) && theirs) return `The team that is asked sets ${WORDS[theirs] ?? theirs}.`;
  if (change.state === 'declined' && side === 'from')
    return 'Who asked takes it back instead of declining it.';
  if (change.state === 'withdrawn' && side === 'to') return 'Who is asked declines it, with a reason.';
  if (change.state === 'in-progress' && side === 'from' && !isClosed(now) && !security)
    return 'The team that is asked says when it has begun.';
  return null;
}

const WORDS: Readonly<Record<string, string>> = { dueAt: 'the due date', to: 'who works on it' };
