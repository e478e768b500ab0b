import { describe, expect, test } from 'vitest';
import { cvssVectors, scoreOf } from './cvss.ts';
import { cweNumbers, cwesIn } from './cwe.ts';
import { isoDate } from './date.ts';
import { links } from './links.ts';
import { isRedacted, maskLine, maskSecrets, maskSource } from './mask.ts';
import { normalisePath, uriToPath } from './path.ts';
import { buildPurl, component, parsePurl } from './purl.ts';
import { severityOfWord } from './severity-words.ts';
import { asRecord, lineNumber, num, own, strings } from './values.ts';
import { vulnerabilitiesIn, vulnerabilityIds } from './vulnerability-id.ts';

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['./src//a.ts', 'src/a.ts'],
  ['/src/a.ts', 'src/a.ts'],
  ['file:///src/a%20b.ts', 'src/a b.ts'],
  ['file:////src/a.ts', 'src/a.ts'],
  ['C:\\work\\src\\a.ts', 'work/src/a.ts'],
  ['file:///C:/code/a.ts', 'code/a.ts'],
  ['src\\main\\a.ts', 'src/main/a.ts'],
  ['../../etc/passwd', 'etc/passwd'],
  ['src/../../../etc/passwd', 'etc/passwd'],
  ['src/a/./b/..', 'src/a'],
  ['/github/workspace/src/a.ts', 'src/a.ts'],
  ['/home/runner/work/shop/shop/src/a.ts', 'src/a.ts'],
  ['src/..a/b..c', 'src/..a/b..c'],
  ['100%/done.ts', '100%/done.ts'],
  ['/', ''],
])('the path %s is kept as %s', (told, kept) => {
  expect(normalisePath(told)).toBe(kept);
});

test('a relative URI is decoded, a stray percent sign stays', () => {
  expect(uriToPath('src/a%20b.ts')).toBe('src/a b.ts');
  expect(uriToPath('src/100%.ts')).toBe('src/100%.ts');
});

test.each([
  ['2024-13-01T00:00:00Z', null],
  ['0001-01-01T00:00:00Z', null],
  ['1970-01-01T00:00:00Z', null],
  ['99999-01-01', null],
  ['soon', null],
  ['2024-03-01', '2024-03-01T00:00:00.000Z'],
  ['28/02/2024', '2024-02-28T00:00:00.000Z'],
  ['02/28/2024', '2024-02-28T00:00:00.000Z'],
  ['01.02.2024', '2024-02-01T00:00:00.000Z'],
  ['31/31/2024', null],
  ['2024-03-01 10:11:12', '2024-03-01T10:11:12.000Z'],
  [1_700_000_000, '2023-11-14T22:13:20.000Z'],
  [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
])('the date %s is read as %s', (told, read) => {
  expect(isoDate(told)).toBe(read);
});

describe('names of weaknesses', () => {
  test('CWE numbers are found in every form, each once, and nothing else is', () => {
    expect(cweNumbers(['CWE-79', 79, 'CWE-89: Improper …', 'cwe_22', '287', 'none', -1, null])).toEqual([
      79, 89, 22, 287,
    ]);
    expect(cweNumbers('CWE-20')).toEqual([20]);
    expect(cwesIn('external/cwe/cwe-079 and CWE-20')).toEqual([79, 20]);
    expect(cwesIn('scored 79 of 100')).toEqual([]);
  });

  test('ids of vulnerabilities are written one way, the leading one stays first', () => {
    expect(
      vulnerabilityIds('cve-2024-1234', 'ghsa-MWCW-C2X4-8C55', undefined, 'CVE-2024-1234', 'SNYK-JS-X-1'),
    ).toEqual(['CVE-2024-1234', 'GHSA-mwcw-c2x4-8c55', 'SNYK-JS-X-1']);
    expect(vulnerabilitiesIn('CVE-2024-1234-libfoo, see CVE-12')).toEqual(['CVE-2024-1234']);
  });

  test('vectors come newest version first, the score is that of the newest', () => {
    const v2 = 'AV:N/AC:L/Au:N/C:P/I:P/A:P';
    const v3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
    const v4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
    expect(cvssVectors([v2, 'high', v4, undefined, v3])).toEqual([v4, v3, v2]);
    expect(scoreOf([{ vector: v2, score: 7.5 }, { vector: v3, score: 9.8 }, { score: 1 }])).toBe(9.8);
    expect(scoreOf([{ score: 11 }])).toBeUndefined();
  });

  test('words of severity are read whatever their case; unknown words are not guessed', () => {
    expect(['CRITICAL', 'Moderate', 'negligible', 'Very_High', 'odd'].map(severityOfWord)).toEqual([
      'critical',
      'medium',
      'info',
      'critical',
      undefined,
    ]);
  });
});

describe('packages', () => {
  test.each([
    'pkg:npm/%40babel/core@7.0.0',
    'pkg:maven/org.apache.commons/io@1.3.4',
    'pkg:golang/golang.org/x/net@v0.9.0',
    'pkg:pypi/django@3.2.9',
  ])('%s is parsed and built again', (purl) => {
    const parts = parsePurl(purl);
    expect(parts).not.toBeNull();
    expect(parts && buildPurl(parts)).toBe(purl);
  });

  test('a scope of npm is no version', () => {
    expect(parsePurl('pkg:npm/@babel/core')).toEqual({ type: 'npm', namespace: '@babel', name: 'core' });
    expect(parsePurl('npm/core')).toBeNull();
  });

  test('a component is built from the words of the tool; system packages get no invented purl', () => {
    expect(component({ name: 'org.apache:xmlsec', version: '2.1.1', ecosystem: 'gradle' })).toEqual({
      type: 'maven',
      namespace: 'org.apache',
      name: 'xmlsec',
      version: '2.1.1',
      purl: 'pkg:maven/org.apache/xmlsec@2.1.1',
      fixedVersions: [],
    });
    expect(component({ name: 'apt', version: '1.8', ecosystem: 'debian' }).purl).toBeUndefined();
  });
});

describe('secrets', () => {
  test('no part of a line that may be a secret is shown', () => {
    for (const line of [
      'password = hunter2secret',
      "key: 'abcd efgh'",
      'https://joe:pass1234@host/x',
      'x AKIAABCDEFGHIJKLMNOP y',
    ]) {
      expect(maskLine(line)).toContain('********');
      expect(maskLine(line)).not.toMatch(/hunter2|abcd efgh|pass1234|AKIAABCD/);
    }
    expect(maskSecrets('a s3cr3t b s3cr3t', 's3cr3t')).toBe('a ******** b ********');
  });

  test('a line of source is masked where it speaks of credentials or shows a key, and stays readable elsewhere', () => {
    expect(maskSource('db_password = "hunter2"')).toBe('db_password = "********"');
    expect(maskSource('get("https://joe:pass1234@host")')).toBe('get("https://joe:********@host")');
    expect(maskSource('id = "AKIA2EXAMPLE3EXAMPLE"')).toBe('id = "********"');
    expect(maskSource('x = "hunter2"', true)).toBe('x = "********"');
    const plain = 'result = subprocess.call(command, shell=True)';
    expect(maskSource(plain)).toBe(plain);
  });

  test('what a tool redacted counts as no value', () => {
    expect(['REDACTED', '*****', '', 'xxxx'].every(isRedacted)).toBe(true);
    expect(isRedacted('s3cr3t')).toBe(false);
  });
});

test('only web addresses become links', () => {
  expect(links('javascript:alert(1)', ['https://a.example', 'https://a.example', 'see x'], null)).toEqual([
    'https://a.example',
  ]);
});

test('values of another type count as absent, and the prototype is never met', () => {
  expect(num('12.5')).toBe(12.5);
  expect(num('x')).toBeUndefined();
  expect(lineNumber(0)).toBeUndefined();
  expect(strings(['a', 1, '', 'b'])).toEqual(['a', 'b']);
  expect(own(asRecord({}), 'constructor')).toBeUndefined();
  expect(Object.keys(asRecord([1]))).toEqual([]);
});
