import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../harness/house.ts';
import { clair, grype, scout, snyk, trivy } from './image-reports.ts';

/**
 * Which of the findings are one weakness, judged by hand: the same vulnerability in the same installed package. Each
 * entry is `tool package names…`, as the tool tells it; what stands alone belongs to no other tool's finding.
 */
const TRUTH: Record<string, string[]> = {
  'openssl, told by all five': [
    'trivy pkg:deb/openssl CVE-2024-1001',
    'grype pkg:deb/debian/openssl CVE-2024-1001',
    'snyk pkg:deb/openssl CVE-2024-1001',
    'docker-scout pkg:deb/debian/openssl CVE-2024-1001',
    'clair pkg:deb/openssl CVE-2024-1001',
  ],
  'libssl3 of the same source, same CVE': [
    'trivy pkg:deb/libssl3 CVE-2024-1001',
    'grype pkg:deb/debian/libssl3 CVE-2024-1001',
    'snyk pkg:deb/libssl3 CVE-2024-1001',
  ],
  'openssl, its second CVE': [
    'trivy pkg:deb/openssl CVE-2024-1002',
    'grype pkg:deb/debian/openssl CVE-2024-1002',
    'clair pkg:deb/openssl CVE-2024-1002',
  ],
  'zlib: four name the binary, one the source': [
    'trivy pkg:deb/zlib1g CVE-2024-1003',
    'grype pkg:deb/debian/zlib1g CVE-2024-1003',
    'snyk pkg:deb/zlib1g CVE-2024-1003',
    'docker-scout pkg:deb/debian/zlib CVE-2024-1003',
    'clair pkg:deb/zlib1g CVE-2024-1003',
  ],
  'the same CVE in another package': [
    'trivy pkg:npm/zlib-wasm CVE-2024-1003',
    'grype pkg:npm/zlib-wasm CVE-2024-1003',
    'snyk pkg:npm/zlib-wasm CVE-2024-1003',
  ],
  'lodash: one tool knows only the GHSA': [
    'trivy pkg:npm/lodash CVE-2024-1004',
    'grype pkg:npm/lodash CVE-2024-1004',
    'snyk pkg:npm/lodash CVE-2024-1004',
    'docker-scout pkg:npm/lodash GHSA-2222-2222-2222',
  ],
  'a scoped package': [
    'trivy pkg:npm/@acme/ui CVE-2024-1005',
    'grype pkg:npm/@acme/ui CVE-2024-1005',
    'snyk pkg:npm/@acme/ui CVE-2024-1005',
    'docker-scout pkg:npm/@acme/ui CVE-2024-1005',
  ],
  'a jar': [
    'trivy pkg:maven/org.acme/core CVE-2024-1006',
    'grype pkg:maven/org.acme/core CVE-2024-1006',
    'snyk pkg:maven/org.acme/core CVE-2024-1006',
    'docker-scout pkg:maven/org.acme/core CVE-2024-1006',
  ],
  'the standard library of Go': [
    'trivy pkg:golang/stdlib CVE-2024-1007',
    'grype pkg:golang/stdlib CVE-2024-1007',
    'docker-scout pkg:golang/stdlib CVE-2024-1007',
  ],
  'curl: one tool knows only the advisory of Debian': [
    'trivy pkg:deb/curl CVE-2024-1008',
    'grype pkg:deb/debian/curl CVE-2024-1008',
    'snyk pkg:deb/curl CVE-2024-1008',
    'docker-scout pkg:deb/debian/curl CVE-2024-1008',
    'clair pkg:deb/curl DSA-5700-1',
  ],
  'libcurl4, by one tool': ['trivy pkg:deb/libcurl4 CVE-2024-1008'],
  'qs, by its CVE': ['grype pkg:npm/qs CVE-2024-1009', 'snyk pkg:npm/qs CVE-2024-1009'],
  'qs, another CVE under the same GHSA': ['trivy pkg:npm/qs CVE-2024-1010'],
  'qs, only by the GHSA that two CVEs claim: nobody can say which': [
    'docker-scout pkg:npm/qs GHSA-3333-3333-3333',
  ],
  'logs in one archive': [
    'trivy pkg:maven/org.acme/logs CVE-2024-1013 app/a.jar',
    'grype pkg:maven/org.acme/logs CVE-2024-1013 app/a.jar',
  ],
  'logs in another archive': [
    'trivy pkg:maven/org.acme/logs CVE-2024-1013 app/b.jar',
    'grype pkg:maven/org.acme/logs CVE-2024-1013 app/b.jar',
  ],
  'logs, by a tool that does not say in which archive': [
    'docker-scout pkg:maven/org.acme/logs CVE-2024-1013',
  ],
  'bash, by one tool': ['trivy pkg:deb/bash CVE-2024-1011'],
  'tar, by one tool': ['clair pkg:deb/tar CVE-2024-1012'],
};

interface Row {
  id: string;
  leadId: string | null;
  tool: string;
  component: string;
  names: string[];
  path: string | null;
}

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

/** As the truth names it: the CVE where the tool tells one, the archive where the package lies in several. */
function nameOf({ tool, component, names, path }: Row): string {
  const name = names.find((one) => one.startsWith('CVE-')) ?? names[0];
  const where = component.endsWith('/logs') && path?.endsWith('.jar') ? ` ${path}` : '';
  return `${tool} ${component} ${name}${where}`;
}

function pairsOf(groups: Iterable<string[]>): Set<string> {
  const pairs = new Set<string>();
  for (const group of groups)
    for (const [i, a] of group.entries())
      for (const b of group.slice(i + 1)) pairs.add([a, b].sort().join(' = '));
  return pairs;
}

async function correlated(target: string, reports: unknown[]): Promise<Row[]> {
  for (const report of reports) {
    const scan = await home.send(report, { target });
    expect(scan.state, JSON.stringify(scan.error)).toBe('done');
  }
  return home.rows<Row>(
    `select f.id, f.lead_id as "leadId", s.tool, f.component, f.vulnerabilities as names, f.path
     from finding f join stream s on s.id = f.stream_id join target t on t.id = f.target_id
     where t.kind || ':' || t.key = $1`,
    [target],
  );
}

it('five tools of one image: not one wrong pair, whichever report comes first', async () => {
  const orders = {
    'image:acme/shop': [trivy, grype, snyk, scout, clair],
    'image:acme/shop-turned': [clair, scout, snyk, grype, trivy],
  };
  const truth = pairsOf(Object.values(TRUTH));
  for (const [target, reports] of Object.entries(orders)) {
    const rows = await correlated(target, reports);
    expect(rows.map(nameOf).sort()).toEqual(Object.values(TRUTH).flat().sort());
    const groups = Map.groupBy(rows, ({ id, leadId }) => leadId ?? id);
    const found = pairsOf([...groups.values()].map((group) => group.map(nameOf)));
    const wrong = [...found].filter((pair) => !truth.has(pair));
    const missed = [...truth].filter((pair) => !found.has(pair));
    console.info(
      `${target}: ${rows.length} findings of 5 tools; pairs true ${truth.size}, found ${found.size}, ` +
        `wrong ${wrong.length}, missed ${missed.length}: precision ${1 - wrong.length / found.size}, ` +
        `recall ${((truth.size - missed.length) / truth.size).toFixed(3)}`,
    );
    expect(wrong).toEqual([]);
    // Nothing but the feed of aliases could say that the advisory is of this CVE.
    expect(missed.every((pair) => pair.includes('DSA-5700-1'))).toBe(true);
    expect(missed).toHaveLength(4);
  }
});
