/** Between whom an ask goes: security asks a team for it, or a team asks security for it. */
export const ASK_DIRECTIONS = ['of-team', 'of-security'] as const;
export type AskDirection = (typeof ASK_DIRECTIONS)[number];

interface AskKindCard {
  /** As it stands in a list. */
  title: string;
  /** After "asks for". */
  words: string;
  directions: readonly AskDirection[];
}

/** What may be asked, and by which side. */
export const ASK_KIND = {
  review: { title: 'Review', words: 'a review', directions: ['of-security'] },
  advice: { title: 'Advice', words: 'advice', directions: ['of-security'] },
  'quick-test': { title: 'Quick test', words: 'a quick test', directions: ['of-security'] },
  'threat-model': { title: 'Threat model', words: 'a threat model', directions: ASK_DIRECTIONS },
  question: { title: 'Question', words: 'an answer', directions: ASK_DIRECTIONS },
  access: { title: 'Access', words: 'access', directions: ASK_DIRECTIONS },
  training: { title: 'Training', words: 'training', directions: ASK_DIRECTIONS },
  other: { title: 'Other', words: 'something', directions: ASK_DIRECTIONS },
} as const satisfies Record<string, AskKindCard>;
export type AskKind = keyof typeof ASK_KIND;
export const ASK_KINDS = Object.keys(ASK_KIND) as [AskKind, ...AskKind[]];

export const mayGo = (kind: AskKind, direction: AskDirection): boolean =>
  (ASK_KIND[kind].directions as readonly AskDirection[]).includes(direction);
