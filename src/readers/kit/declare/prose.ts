import { cweNumbers } from '../cwe.ts';
import { markdownOfHtml } from '../html.ts';
import { linksIn } from '../links.ts';
import type { Spec } from './fields.ts';
import type { Told } from './told.ts';
import { proseOf, textsOf } from './values.ts';

/** Text that is Markdown already: tags in it are part of what it shows, and whoever shows it escapes them. */
export interface Markdown {
  markdown: string;
}

/** A text that people wrote as Markdown; without this, tags in it would be taken for HTML. */
export const markdown =
  (spec: Spec) =>
  (told: Told): Markdown | undefined =>
    joined(textsOf(spec, told), ', ');

/** `**Reporter:** someone`; nothing where there is nothing to say. HTML becomes Markdown. */
export const named =
  (name: string, spec: Spec) =>
  (told: Told): Markdown | undefined => {
    const texts = textsOf(spec, told);
    const text = texts.length > 1 ? texts.join(', ') : proseOf(spec, told);
    return text === undefined
      ? undefined
      : { markdown: `**${name}${name.endsWith('?') ? '' : ':'}** ${text}` };
  };

/** The texts that are there, one paragraph each. */
export const paragraphs =
  (...specs: readonly Spec[]) =>
  (told: Told): Markdown | undefined =>
    joined(
      specs.flatMap((spec) => proseOf(spec, told) ?? []),
      '\n\n',
    );

const joined = (texts: string[], separator: string): Markdown | undefined =>
  texts.length === 0 ? undefined : { markdown: texts.join(separator) };

/** Addresses in running text, Markdown or HTML. */
export const linksOf =
  (...specs: readonly Spec[]) =>
  (told: Told): string[] =>
    specs.flatMap((spec) => textsOf(spec, told).flatMap((text) => linksIn(markdownOfHtml(text))));

/** Weaknesses named by links to their pages, or by words. */
export const cwesLinked =
  (spec: Spec) =>
  (told: Told): number[] =>
    textsOf(spec, told).flatMap((text) =>
      cweNumbers(
        [...text.matchAll(/cwe(?:[-_: ]|\.mitre\.org\/data\/definitions\/)0*(\d{1,5})/gi)].map(([, n]) => n),
      ),
    );

/** A long text on one line, for lists. */
export function oneLine(text: string, most = 300): string {
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
}
