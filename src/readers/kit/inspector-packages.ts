import { purlType } from './purl.ts';

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:debian|ubuntu)/i, 'deb'],
  [/^(?:alpine|wolfi|chainguard)/i, 'apk'],
  [/^(?:amazon|al20|red|rhel|centos|rocky|alma|oracle|fedora|suse|sles|photon)/i, 'rpm'],
];

/** purl type of a package as Amazon Inspector tells it, directly or by way of Security Hub. */
export function inspectorType(manager: string | undefined, platform: string | undefined): string | undefined {
  if (manager === undefined) return undefined;
  if (manager.toUpperCase() === 'OS') return SYSTEMS.find(([name]) => name.test(platform ?? ''))?.[1];
  const word = manager.toLowerCase().replaceAll('_', '-');
  return purlType(word) ?? purlType(word.replace(/pkg$/, '-pkg'));
}

/** `0:4.19.118` and release `2` are `4.19.118-2`; an epoch of 0 is never written. */
export function inspectorVersion(
  version: string | undefined,
  release?: string | undefined,
  epoch?: string | undefined,
): string | undefined {
  if (version === undefined || version === 'NotAvailable') return undefined;
  const full = release === undefined ? version : `${version}-${release}`;
  const bare = full.replace(/^0:/, '');
  return epoch === undefined || epoch === '0' || bare.includes(':') ? bare : `${epoch}:${bare}`;
}

/** An image of the registry without its digest: a rebuilt image stays the same resource. */
export const withoutDigest = (id: string | undefined): string | undefined =>
  id?.replace(/[/@]sha256:[0-9a-f]{64}$/i, '');
