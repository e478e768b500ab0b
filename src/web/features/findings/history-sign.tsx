import {
  IconAdjustments,
  IconArrowsJoin,
  IconArrowsSplit,
  IconCircleCheck,
  IconCircleDot,
  IconCornerUpRight,
  IconEye,
  IconEyeOff,
  IconGitBranch,
  IconPoint,
  IconQuestionMark,
  IconRefresh,
  IconShieldCheck,
  IconTicket,
  IconUserCheck,
} from '../../ui/icons.ts';

const SIGNS: Record<string, typeof IconPoint> = {
  opened: IconCircleDot,
  reopened: IconRefresh,
  fixed: IconCircleCheck,
  'closed-by-hand': IconUserCheck,
  removed: IconEyeOff,
  unconfirmed: IconQuestionMark,
  'seen-again': IconEye,
  'counted-again': IconEye,
  're-rated': IconAdjustments,
  decided: IconAdjustments,
  moved: IconCornerUpRight,
  'moved-owner': IconCornerUpRight,
  disputed: IconQuestionMark,
  'dispute-decided': IconUserCheck,
  correlated: IconArrowsJoin,
  separated: IconArrowsSplit,
  'on-branch': IconGitBranch,
  'left-branch': IconGitBranch,
  excepted: IconShieldCheck,
  'exception-ended': IconShieldCheck,
  ticketed: IconTicket,
};

/** The sign of a kind of event; the words beside it say the same. */
export function HistorySign({ kind }: { kind: string }) {
  const Sign = SIGNS[kind] ?? IconPoint;
  return <Sign size={14} aria-hidden />;
}
