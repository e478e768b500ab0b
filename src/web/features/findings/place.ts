import type { FindingRow } from '../../../contract/findings.ts';

type Placed = Pick<FindingRow, 'path' | 'startLine' | 'component' | 'version'>;

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A package as people call it: `pkg:npm/%40scope/name` is `@scope/name`, its ecosystem stands apart. */
export function packageOf(component: string): { name: string; ecosystem: string | null } {
  const purl = /^pkg:([^/]+)\/(.+)$/.exec(component);
  return purl ? { name: decoded(purl[2]!), ecosystem: purl[1]! } : { name: component, ecosystem: null };
}

/** Where in the target a finding stands, in one word: `src/pay.ts:41` or `lodash 4.17.11`. */
export function placeOf({ path, startLine, component, version }: Placed): string {
  if (component) {
    const { name } = packageOf(component);
    return version ? `${name} ${version}` : name;
  }
  if (!path) return '';
  return startLine === null ? path : `${path}:${startLine}`;
}
