import { Fragment, type ReactNode } from 'react';
import { formatOf } from './t.ts';

type Value = ReactNode | ((words: ReactNode) => ReactNode);

/**
 * A text with something in it that is no text: `<Say text="Ask <who>{name}</who> first." who={(words) => <b>{words}</b>}
 * name={name} />`. Else as `t`.
 */
export function Say({ text, ...values }: { text: string } & Record<string, Value>): ReactNode {
  const parts = formatOf(text).format<ReactNode>(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'function' ? (words: ReactNode[]) => value(inOrder(words)) : value,
      ]),
    ) as Record<string, ReactNode>,
  );
  return Array.isArray(parts) ? inOrder(parts) : parts;
}

/** Pieces of a sentence stay where they are. */
const inOrder = (parts: readonly ReactNode[]): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the order of a sentence is what they are known by
  parts.map((part, place) => <Fragment key={place}>{part}</Fragment>);
