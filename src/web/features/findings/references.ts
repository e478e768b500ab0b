/** Where the public tells of a vulnerability by its name; null for names without such a place. */
export function addressOfVulnerability(name: string): string | null {
  if (/^CVE-\d{4}-\d+$/.test(name)) return `https://www.cve.org/CVERecord?id=${name}`;
  if (/^GHSA(-[0-9a-z]{4}){3}$/i.test(name)) return `https://github.com/advisories/${name}`;
  return null;
}

export const addressOfWeakness = (cwe: number): string =>
  `https://cwe.mitre.org/data/definitions/${cwe}.html`;
