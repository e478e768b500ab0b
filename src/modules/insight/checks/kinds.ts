import { KINDS } from '../../../kernel/observation.ts';

/** Kinds that a check can look for; what people report by hand is no check. The order is that of the bits. */
export const CHECK_KINDS = KINDS.filter((kind) => kind !== 'manual');
export type CheckKind = (typeof CHECK_KINDS)[number];

/** Kinds of which every repository has something to look at: where such a check is missing, it is missed. */
export const EVERYWHERE: readonly CheckKind[] = ['dependency', 'code', 'secret'];

const isCheckKind = (kind: string): kind is CheckKind => (CHECK_KINDS as readonly string[]).includes(kind);

export const bitOf = (kind: CheckKind): number => 1 << CHECK_KINDS.indexOf(kind);

export const maskOf = (kinds: readonly string[]): number =>
  kinds.filter(isCheckKind).reduce((mask, kind) => mask | bitOf(kind), 0);

export const kindsIn = (mask: number): CheckKind[] =>
  CHECK_KINDS.filter((kind) => (mask & bitOf(kind)) !== 0);

/**
 * What a tool looks for. A card with one kind is believed; of a tool that could do several, only what it has told of
 * here is known to be switched on, and until it told of anything all of them are assumed.
 * @param card kinds of the reader's card; null = no reader is called like the tool
 * @param told kinds of findings that the tool ever told of here
 */
export function kindsOfTool(card: readonly string[] | null, told: readonly string[]): number {
  const known = maskOf(told);
  if (card === null) return known;
  return card.length === 1 || known === 0 ? maskOf(card) | known : known;
}
