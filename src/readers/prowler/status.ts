import type { Spec } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf, textOf } from '../kit/declare/values.ts';

/** Checks that passed, or only tell something, are not findings; MANUAL ones wait for a person's answer. */
export const skipPassed =
  (status: Spec) =>
  (told: Told): string | undefined =>
    /^(?:pass|info)/i.test(textOf(status, told) ?? '') ? 'Checks that passed are not findings.' : undefined;

export const manualTag = (status: Spec, told: Told): string[] =>
  /^manual$/i.test(textOf(status, told) ?? '') ? ['manual'] : [];

export const mutedBy = (spec: Spec) => (told: Told) =>
  flagOf(spec, told) === true ? ({ state: 'suppressed', reason: 'Muted in Prowler.' } as const) : undefined;

/** What the check asks, then what may happen otherwise. */
export const textsApart =
  (...specs: readonly Spec[]) =>
  (told: Told): string =>
    specs
      .map((spec) => textOf(spec, told))
      .filter(Boolean)
      .join('\n\n');
