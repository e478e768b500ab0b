import type { Fields, PackageSpec, Spec } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { addressOf } from '../kit/web-address.ts';

/** Nothing for what stands there only to fill the cell. */
export const isSet = (text: string | undefined): string | undefined =>
  text === undefined || /^(?:0|n\/?a|none)$/i.test(text) ? undefined : text;

/** Spreadsheets of some languages lose the point: `98` was 9.8, `100` was 10.0. */
export function scoreOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const score = Number(text);
  return score > 10 && score <= 100 && Number.isInteger(score) ? score / 10 : score;
}

/** A probability: `0.3833`, and without its point `3833`. */
export function epssOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{2,}$/.test(text) ? Number(`0.${text}`) : Number(text);
}

/** With the prefixes that some exports leave out or write in a way of their own (`CVSS2#AV:N/…`). */
export const vectorsOf = (told: readonly (string | undefined)[]): string[] =>
  told.flatMap((text) => {
    if (text === undefined) return [];
    const vector = text.replace(/^CVSS2#/, '');
    return /^AV:.*\/PR:/.test(vector) ? `CVSS:3.0/${vector}` : vector;
  });

/** `CWE:16;CWE:200` and `CERT #836068,CWE #310` among other references. */
export const cwesOfReferences = (told: readonly string[]): string[] =>
  told.flatMap((text) => [...text.matchAll(/\bCWE\s*[:#-]\s*(\d{1,5})/g)].map(([, number]) => number!));

/** `cpe:/a:php:php:5.1.6 -> PHP PHP`, the first of several. */
export const cpePackage = (spec: Spec): PackageSpec => {
  const part = (at: number) => (told: Told) => {
    const parts = /^cpe:(?:\/|2\.3:)([^\s]+)/.exec(textOf(spec, told) ?? '')?.[1]?.split(':');
    const text = parts?.[at];
    return text === undefined || text === '*' || text === '-' ? undefined : text;
  };
  return { name: part(2), version: part(3) };
};

/** Web App Scanning tells the page in its output only. */
export const webPlace = (output: Spec, host: Spec): NonNullable<Fields['web']> => ({
  url: (told) => {
    const page = /https?:\/\/[^\s'"<>]+/.exec(textOf(output, told) ?? '')?.[0];
    const name = textOf(host, told);
    return page ?? (name?.includes('://') ? name : addressOf(name && `http://${name}`, undefined));
  },
});
