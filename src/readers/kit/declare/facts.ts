import type { Spec } from './fields.ts';
import { readingOf } from './reading.ts';
import type { Told } from './told.ts';

/** What a report says of a result beyond what we have fields for, as `Label: value` paragraphs; absent ones left out. */
export const facts = (
  specs: Readonly<Record<string, Spec>>,
  lead?: Spec,
): ((told: Told) => string | undefined) => {
  const first = readingOf(lead);
  const labelled = Object.entries(specs).map(([label, spec]) => [label, readingOf(spec)] as const);
  return (told) => {
    const begin = first.text(told);
    const lines = begin === undefined ? [] : [begin];
    for (const [label, reading] of labelled) {
      const value = reading.text(told);
      if (value !== undefined) lines.push(`${label}: ${value}`);
    }
    return lines.length > 0 ? lines.join('\n\n') : undefined;
  };
};

/** Everything that several expressions name, not only the first of them. */
export const allOf = (...specs: readonly Spec[]): ((told: Told) => unknown[]) => {
  const readings = specs.map(readingOf);
  return (told) => readings.flatMap((reading) => reading.all(told));
};
