import type { GuardedField } from '../../../contract/approvals.ts';
import type { CompiledDescriptors } from '../compile-descriptors.ts';
import { type DescribedService, type Descriptor, NOTHING_STATED } from '../forms/descriptor.ts';
import { folderOf } from '../forms/form.ts';

/** What counts of one field of one file, whatever the file says by now. */
export interface FactInForce {
  subject: string;
  folder: string;
  field: GuardedField;
  value: unknown;
  /** The registry's value that it was approved over; null = none. */
  over: unknown;
}

/** Files that are gone but whose facts still count, and what was approved over the registry; by folder. */
export interface FactsInForce {
  remembered: ReadonlyMap<string, DescribedService>;
  over: ReadonlyMap<string, Partial<Record<GuardedField, unknown>>>;
}

const NO_FACTS: FactsInForce = { remembered: new Map(), over: new Map() };

/** What a descriptor is called where its facts are kept: its file, and the folder if that is another one's. */
export const subjectOf = ({ file, folder }: Pick<Descriptor, 'file' | 'folder'>): string =>
  folder === folderOf(file) ? file : `${file} (${folder})`;

/** Descriptors as they count: what is kept of a file's facts takes the place of what the file says. Pure. */
export function putInForce(
  compiled: CompiledDescriptors,
  facts: readonly FactInForce[],
): { descriptors: CompiledDescriptors } & FactsInForce {
  if (facts.length === 0) return { descriptors: compiled, ...NO_FACTS };
  const bySubject = Map.groupBy(facts, ({ subject }) => subject);
  const seen = new Set<string>();
  const counting = (descriptor: Descriptor): Descriptor => {
    const subject = subjectOf(descriptor);
    seen.add(subject);
    return { ...descriptor, service: withFacts(descriptor.service, bySubject.get(subject) ?? []) };
  };
  const descriptors: CompiledDescriptors = {
    abouts: new Map(
      [...compiled.abouts].map(([folder, rules]) => [folder, { ...rules, about: counting(rules.about) }]),
    ),
    catalogues: new Map(
      [...compiled.catalogues].map(([folder, rules]) => [
        folder,
        rules.map((one) => ({ ...one, descriptor: counting(one.descriptor) })),
      ]),
    ),
  };
  const remembered = new Map<string, DescribedService>();
  for (const [subject, kept] of bySubject) {
    const folder = kept[0]!.folder;
    if (!seen.has(subject)) remembered.set(folder, withFacts(remembered.get(folder) ?? NOTHING_STATED, kept));
  }
  return { descriptors, remembered, over: overOf(facts) };
}

const withFacts = (service: DescribedService, facts: readonly FactInForce[]): DescribedService =>
  ({
    ...service,
    ...Object.fromEntries(facts.map(({ field, value }) => [field, value])),
  }) as DescribedService;

function overOf(facts: readonly FactInForce[]): FactsInForce['over'] {
  const byFolder = new Map<string, Partial<Record<GuardedField, unknown>>>();
  for (const { folder, field, over } of facts)
    if (over !== null) byFolder.set(folder, { ...byFolder.get(folder), [field]: over });
  return byFolder;
}

/** The same value, in whatever order its names stand. */
export const sameFact = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return JSON.stringify([...value].map(String).sort());
  if (typeof value === 'object' && value !== null)
    return JSON.stringify(
      Object.entries(value)
        .map(([key, one]) => `${key}=${canonical(one)}`)
        .sort(),
    );
  return JSON.stringify(value ?? null);
};
