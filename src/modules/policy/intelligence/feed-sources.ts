import { AppError } from '../../../kernel/errors.ts';

/** CISA's catalogue, another catalogue, EPSS or SSVC. */
export type FeedName = 'kev' | `kev:${string}` | 'epss' | 'ssvc';

/** A feed that is configured: where it comes from, as file or URL. */
export interface FeedSource {
  name: FeedName;
  source: string;
}

interface Settings {
  LANEKEEPER_KEV?: string | undefined;
  LANEKEEPER_KEV_MORE?: string | undefined;
  LANEKEEPER_EPSS?: string | undefined;
  LANEKEEPER_SSVC?: string | undefined;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * What is configured. Further catalogues are written as `name=file or URL`, with `;` between them.
 * @throws AppError LK-CONFIG
 */
export function feedSources(settings: Settings): FeedSource[] {
  const { LANEKEEPER_KEV: kev, LANEKEEPER_EPSS: epss, LANEKEEPER_SSVC: ssvc } = settings;
  const found: FeedSource[] = [];
  if (kev) found.push({ name: 'kev', source: kev });
  for (const part of settings.LANEKEEPER_KEV_MORE?.split(';') ?? []) {
    if (part.trim() === '') continue;
    const cut = part.indexOf('=');
    const name = part.slice(0, Math.max(cut, 0)).trim();
    const source = part.slice(cut + 1).trim();
    if (!NAME.test(name) || name === 'cisa' || source === '')
      throw new AppError(
        'LK-CONFIG',
        'LANEKEEPER_KEV_MORE: write name=file or URL, with ; between them; a name has small letters, digits and dashes, and cisa is taken',
      );
    if (found.some((other) => other.name === `kev:${name}`))
      throw new AppError('LK-CONFIG', `LANEKEEPER_KEV_MORE: two catalogues are called ${name}`);
    found.push({ name: `kev:${name}`, source });
  }
  if (epss) found.push({ name: 'epss', source: epss });
  if (ssvc) found.push({ name: 'ssvc', source: ssvc });
  return found;
}

/** Under which name a catalogue's entries are kept; null for feeds that are none. */
export function catalogueOf(name: string): string | null {
  if (name === 'kev') return 'cisa';
  return name.startsWith('kev:') ? name.slice(4) : null;
}

export function titleOf(name: string): string {
  if (name === 'kev') return 'Known exploited vulnerabilities (CISA KEV)';
  if (name === 'epss') return 'Exploit prediction (FIRST EPSS)';
  if (name === 'ssvc') return 'Exploitation, automation and impact (CISA SSVC)';
  return `Known exploited vulnerabilities (${catalogueOf(name) ?? name})`;
}

/** Where a value comes from, in a few words: `EPSS v2026.06.15 of 2026-09-29`. */
export function provenanceOf(name: string, version: string | null, asOf: Date | null): string {
  const day = asOf ? ` of ${asOf.toISOString().slice(0, 10)}` : '';
  if (name === 'epss') return `EPSS${version ? ` ${version}` : ''}${day}`;
  if (name === 'ssvc') return `CISA Vulnrichment SSVC${day}`;
  const catalogue = catalogueOf(name);
  const title = catalogue === 'cisa' ? 'CISA KEV' : `KEV by ${catalogue}`;
  // A catalogue's version is its day already.
  return version ? `${title} ${version}` : `${title}${day}`;
}
