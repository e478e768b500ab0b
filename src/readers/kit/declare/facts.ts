import type { Spec } from './fields.ts';
import type { Told } from './told.ts';
import { all, textOf } from './values.ts';

/** What a report says of a result beyond what we have fields for, as `Label: value` paragraphs; absent ones left out. */
export const facts =
  (specs: Readonly<Record<string, Spec>>, lead?: Spec) =>
  (told: Told): string | undefined => {
    const lines = lead === undefined ? [] : [textOf(lead, told)];
    for (const [label, spec] of Object.entries(specs)) {
      const value = textOf(spec, told);
      if (value !== undefined) lines.push(`${label}: ${value}`);
    }
    return lines.filter(Boolean).join('\n\n') || undefined;
  };

/** Everything that several expressions name, not only the first of them. */
export const allOf =
  (...specs: readonly Spec[]) =>
  (told: Told): unknown[] =>
    specs.flatMap((spec) => all(spec, told));
