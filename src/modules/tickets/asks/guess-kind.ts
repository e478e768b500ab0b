import { ASK_KIND, type AskDirection, type AskKind, mayGo } from '../../../contract/ask-kinds.ts';

/** The first row whose words occur speaks; the more special come first. */
const WORDS: readonly (readonly [AskKind, readonly string[]])[] = [
  ['threat-model', ['threat model', 'threat models', 'threat modelling', 'threat modeling', 'stride']],
  [
    'quick-test',
    ['pentest', 'pen test', 'penetration test', 'quick test', 'security test', 'test our', 'test this'],
  ],
  ['training', ['training', 'workshop', 'course', 'lesson', 'teach', 'brown bag']],
  ['access', ['access', 'permission', 'permissions', 'account', 'grant']],
  ['review', ['review', 'reviewed', 'look over', 'check', 'second pair of eyes']],
  [
    'advice',
    ['advice', 'advise', 'recommend', 'recommendation', 'best way', 'how should', 'how do we', 'help'],
  ],
  ['question', ['question', 'answer']],
];

/** Words further on are the story, not the wish. */
const READ_CHARACTERS = 2_000;

export interface GuessedKind {
  kind: AskKind;
  /** For people: why it is taken for that. */
  because: string;
}

/** What somebody wants who did not name a kind, by the words they use. */
export function guessKind(text: string, direction: AskDirection): GuessedKind {
  const read = text.slice(0, READ_CHARACTERS).toLowerCase();
  const words = ` ${read.split(/[^\p{L}\p{N}]+/u).join(' ')} `;
  for (const [kind, phrases] of WORDS) {
    if (!mayGo(kind, direction)) continue;
    const found = phrases.find((phrase) => words.includes(` ${phrase} `));
    if (found) return { kind, because: `taken for ${ASK_KIND[kind].words}, because it says “${found}”` };
  }
  return read.includes('?')
    ? { kind: 'question', because: 'taken for a question, because it has a question mark' }
    : { kind: 'other', because: 'no kind was named' };
}
