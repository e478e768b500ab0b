import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { fieldsOf, HOTSPOT } from './issue.ts';
import { page } from './page.ts';

/** SonarQube: issues and hotspots of its Web API, and the report (JSON or HTML) of the tool sonar-report. */
export const reader: Reader = {
  card: {
    id: 'sonarqube',
    name: 'SonarQube',
    homepage: 'https://www.sonarsource.com/products/sonarqube/',
    aliases: ['sonarqube_scan', 'sonarqube_scan_detailed', 'sonar_report', 'sonarcloud'],
    kinds: ['code', 'dependency'],
    phase: 'build',
    produce:
      'curl -u TOKEN: "https://sonar.example.org/api/issues/search?componentKeys=KEY&ps=500" > sonar.json',
    versions: ['7', '8', '9', '10', '2025'],
    goodAt: 'bugs and bad habits in some thirty languages, with explanations',
    misses: 'flows of data through several files, in the free edition',
    noise: 'code smells; ask the API for types=VULNERABILITY',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['sonarBaseURL', 'sonarComponent'] },
    { form: 'json-object', keys: ['paging', 'hotspots', 'components'] },
    { form: 'json-object', keys: ['paging', 'issues', 'components'], any: [/"effortTotal"/, /"debt"\s*:/] },
    { form: 'html', all: [/<title>\s*SonarQube/i] },
  ),
  mapping: [
    jsonMapping({
      each: ['issues[]', 'hotspots[]'],
      fields: (told) => (told.from === 'hotspots[]' ? HOTSPOT : fieldsOf(told)),
    }),
    page,
  ],
};
