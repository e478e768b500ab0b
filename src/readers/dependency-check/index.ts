import type { Observation } from '../../kernel/observation.ts';
import { severityOfScore } from '../../kernel/severity.ts';
import { cweNumbers, cwesIn } from '../kit/cwe.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { links } from '../kit/links.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { distinct } from '../kit/values.ts';
import { isVulnerabilityId, vulnerabilityIds } from '../kit/vulnerability-id.ts';
import { child, childrenOf, listOf, textOf } from '../kit/xml-find.ts';
import type { Reader, Sink, XmlElement } from '../reader.ts';
import { componentOf } from './component.ts';
import { cvssOf } from './cvss.ts';

export const reader: Reader = {
  card: {
    id: 'dependency-check',
    name: 'Dependency-Check',
    homepage: 'https://dependency-check.github.io/DependencyCheck/',
    aliases: ['dependency_check', 'Dependency Check Scan', 'owasp-dependency-check'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'dependency-check --scan . --format XML --out dependency-check-report.xml',
    versions: ['1.3', '5', '6.5', '12'],
    goodAt: 'Java and .NET libraries, also unpacked ones',
    misses: 'ecosystems without a CPE; advisories that have no CVE',
    noise: 'guessed CPEs: a library of another vendor with a like name',
  },
  recognise: bySigns(
    { form: 'xml', root: 'analysis', namespace: 'DependencyCheck' },
    { form: 'xml', root: 'analysis', namespace: 'dependency-check' },
  ),
  mapping: {
    form: 'xml',
    each: ['analysis/dependencies/dependency'],
    open(root, sink) {
      sink.tool('Dependency-Check', textOf(child(root, 'scanInfo'), 'engineVersion'));
      return (dependency) => tellDependency(dependency, sink);
    },
  },
};

function tellDependency(dependency: XmlElement, sink: Sink): void {
  const told = child(dependency, 'vulnerabilities');
  for (const open of childrenOf(told, 'vulnerability')) tellVulnerability(dependency, open, false, sink);
  for (const quiet of childrenOf(told, 'suppressedVulnerability'))
    tellVulnerability(dependency, quiet, true, sink);
}

function tellVulnerability(
  dependency: XmlElement,
  vulnerability: XmlElement,
  suppressed: boolean,
  sink: Sink,
) {
  const name = textOf(vulnerability, 'name') ?? 'unnamed';
  const description = textOf(vulnerability, 'description');
  const cwes = cwesOf(vulnerability, name);
  const references = links(listOf(vulnerability, 'references', 'reference').map((r) => textOf(r, 'url')));
  sink.rule({ id: name, name, description, cwes, references });
  const observation = observationOf(dependency, vulnerability, name);
  if (suppressed) {
    observation.told = {
      state: 'suppressed',
      reason: textOf(vulnerability, 'notes') ?? 'Suppressed without a note.',
    };
  }
  sink.observation({ ...observation, cwes, references });
}

function observationOf(dependency: XmlElement, vulnerability: XmlElement, name: string): Observation {
  const component = componentOf(dependency, fixedVersionsOf(vulnerability));
  const { vectors, score, severityWord } = cvssOf(vulnerability);
  const word = textOf(vulnerability, 'severity') ?? severityWord;
  const observation: Observation = {
    kind: 'dependency',
    rule: name,
    title: `${name} in ${component.name}`,
    severity: severityOfWord(word) ?? severityOfScore(score ?? Number(word)),
    cwes: [],
    vulnerabilities: isVulnerabilityId(name) ? vulnerabilityIds(name) : [],
    place: { path: pathOf(dependency) },
    component,
  };
  if (word !== undefined) observation.severityTold = word;
  if (score !== undefined) observation.score = score;
  if (vectors.length > 0) observation.vectors = vectors;
  const message = messageOf(dependency);
  if (message) observation.message = message;
  const source = vulnerability.attributes['source'];
  if (source) observation.tags = [`source:${source}`];
  return observation;
}

const cwesOf = (vulnerability: XmlElement, name: string): number[] => {
  const told = [...listOf(vulnerability, 'cwes', 'cwe'), ...childrenOf(vulnerability, 'cwe')];
  return distinct([...cweNumbers(told.map((element) => element.text)), ...cwesIn(name)]);
};

/** The first version outside the vulnerable range that matched this file. */
const fixedVersionsOf = (vulnerability: XmlElement): string[] =>
  distinct(
    listOf(vulnerability, 'vulnerableSoftware', 'software')
      .filter(
        ({ attributes }) =>
          attributes['vulnerabilityIdMatched'] === 'true' || attributes['matched'] === 'true',
      )
      .map(({ attributes }) => attributes['versionEndExcluding'] ?? '')
      .filter((version) => version !== ''),
  );

/** Package managers keep these outside the project: the place says nothing about whose code it is. */
const CACHE = /[\\/](\.m2[\\/]repository|\.gradle[\\/]caches|\.ivy2|\.nuget[\\/]packages)[\\/]/;

/** Where the file lies; for a lock file the lock file, without the package that is named after `?`. */
function pathOf(dependency: XmlElement): string | undefined {
  const told = textOf(dependency, 'filePath');
  if (told === undefined || CACHE.test(told)) return undefined;
  return told.replace(/\?.*$/s, '');
}

function messageOf(dependency: XmlElement): string | undefined {
  const related = listOf(dependency, 'relatedDependencies', 'relatedDependency').map(
    (file) => textOf(file, 'filePath') ?? textOf(file, 'fileName') ?? '',
  );
  const paths = distinct(related.filter((path) => path !== ''));
  if (paths.length === 0) return undefined;
  return `The same library lies in:\n\n${paths.map((path) => `- ${path}`).join('\n')}`;
}
