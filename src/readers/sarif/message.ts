import { asList, asRecord, type Json, own, str } from '../kit/values.ts';

const pick = (message: Json): string | undefined => str(message['markdown']) ?? str(message['text']);

/** The words of a message: its own, or those its id names in the rule or the tool, with arguments put in. */
export function messageOf(told: unknown, rule: Json, globalMessages: Json): string {
  const message = asRecord(told);
  const direct = pick(message);
  const id = str(message['id']);
  let words = direct ?? '';
  if (direct === undefined && id !== undefined) {
    const strings = asRecord(rule['messageStrings']);
    words = pick(asRecord(own(strings, id))) ?? pick(asRecord(own(globalMessages, id))) ?? '';
  }
  const args = asList(message['arguments']);
  if (args.length > 0 && words.includes('{')) words = fill(words, args);
  return words.includes('](') ? withoutInnerLinks(words) : words;
}

const fill = (words: string, args: readonly unknown[]): string =>
  words.replace(/\{\{|\}\}|\{(\d{1,4})\}/g, (match, index?: string) => {
    if (index === undefined) return match[0] ?? '';
    return str(args[Number(index)]) ?? match;
  });

/** `[here](1)` points to a related location by number, which leads nowhere outside of the report. */
const withoutInnerLinks = (words: string): string => words.replace(/\[([^\]]+)\]\(\d+\)/g, '$1');
