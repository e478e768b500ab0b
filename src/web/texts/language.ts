/** A translation: the catalogue's messages, each with what is said instead. */
type Translation = Readonly<Record<string, string>>;

const others = import.meta.glob<Translation>(['./??.json', '!./en.json'], { import: 'default' });

const fileOf = (language: string) => `./${language.slice(0, 2).toLowerCase()}.json`;

/** The first of the reader's languages that there is; else English, which stands in the code and is not loaded. */
export function languageOf(wanted: readonly string[], there: readonly string[]): string {
  for (const language of wanted) {
    if (language.startsWith('en')) break;
    if (there.includes(fileOf(language))) return language;
  }
  return 'en-GB';
}

/** What the page is written in, with how dates and numbers are written there. */
export const language = languageOf(globalThis.navigator?.languages ?? [], Object.keys(others));

export const translation: Translation = (await others[fileOf(language)]?.()) ?? {};
