import type { Observation } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { links } from '../kit/links.ts';
import { component } from '../kit/purl.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, num, str, strings } from '../kit/values.ts';
import { vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { JsonElement, Sink } from '../reader.ts';

/** How near the weakness is, nearest first: the stream tells each nearer one in a further message. */
const REACHES = ['called', 'imported', 'required'] as const;
type Reach = (typeof REACHES)[number];
/** Go rates nothing: what is called matters, what is merely required hardly does. */
const SEVERITY: Record<Reach, Severity> = { called: 'high', imported: 'low', required: 'info' };

interface Hit {
  entry: string;
  module: string;
  version: string | undefined;
  fixed: string | undefined;
  reach: Reach;
  /** Ways from own code to the weak function, as the report tells them. */
  ways: Set<string>;
}

const MOST_WAYS = 20;

/** One observation for each entry of Go's database and module, told at the end: findings come before all is known. */
export function openGovulncheck(_shell: unknown, sink: Sink): (element: JsonElement) => void {
  const entries = new Map<string, Json>();
  const hits = new Map<string, Hit>();
  sink.atEnd(() => {
    for (const hit of hits.values()) tell(hit, entries.get(hit.entry) ?? {}, sink);
  });
  const add = (hit: Hit) => {
    const key = `${hit.entry} ${hit.module}`;
    const known = hits.get(key);
    if (known === undefined || REACHES.indexOf(hit.reach) < REACHES.indexOf(known.reach)) hits.set(key, hit);
    else if (hit.reach === known.reach)
      for (const way of hit.ways) if (known.ways.size < MOST_WAYS) known.ways.add(way);
  };
  return ({ value, path }) => {
    const message = asRecord(value);
    if (path === 'Vulns[]') {
      const entry = asRecord(message['OSV']);
      entries.set(str(entry['id']) ?? '', entry);
      add(firstForm(message, entry));
      return;
    }
    const entry = asRecord(message['osv']);
    const id = str(entry['id']);
    if (id !== undefined) entries.set(id, entry);
    if (message['finding'] !== undefined) add(hitOf(asRecord(message['finding'])));
  };
}

function hitOf(finding: Json): Hit {
  const trace = asList(finding['trace']).map(asRecord);
  const [weak = {}] = trace;
  const reach = str(weak['function']) ? 'called' : str(weak['package']) ? 'imported' : 'required';
  return {
    entry: str(finding['osv']) ?? 'unnamed',
    module: str(weak['module']) ?? 'unknown',
    version: str(weak['version']),
    fixed: str(finding['fixed_version']),
    reach,
    ways: new Set(reach === 'called' ? [wayOf(trace)] : (str(weak['package']) ?? [])),
  };
}

/** `api/api.go:25 InitServer > gin.Run > net.Listen`: from own code down to the weak function. */
function wayOf(trace: Json[]): string {
  const names = trace.map((frame) =>
    [str(frame['package'])?.split('/').at(-1), str(frame['function'])].join('.'),
  );
  const position = asRecord(trace.at(-1)?.['position']);
  const place = [str(position['filename']), num(position['line'])].filter(Boolean).join(':');
  return [place, names.reverse().join(' > ')].filter(Boolean).join(' ');
}

/** The first versions told everything in one document, with numbers of nodes in graphs of calls and imports. */
function firstForm(message: Json, entry: Json): Hit {
  const reach = num(message['CallSink']) ? 'called' : num(message['ImportSink']) ? 'imported' : 'required';
  const symbol = [str(message['PkgPath']), str(message['Symbol'])].filter(Boolean).join('.');
  return {
    entry: str(entry['id']) ?? 'unnamed',
    module: str(message['ModPath']) ?? 'unknown',
    version: undefined,
    fixed: undefined,
    reach,
    ways: new Set(symbol === '' ? [] : [symbol]),
  };
}

function tell({ entry: id, module, version, fixed, reach, ways }: Hit, entry: Json, sink: Sink): void {
  const specific = asRecord(entry['database_specific']);
  const url = str(specific['url']) ?? `https://pkg.go.dev/vuln/${encodeURIComponent(id.toWellFormed())}`;
  const title = str(entry['summary']) ?? `${id} in ${module}`;
  const word = str(entry['severity']) ?? str(specific['severity']);
  const listed = [...ways].map((way) => `- ${way}`).join('\n');
  const references = links(
    url,
    asList(entry['references']).map((one) => asRecord(one)['url']),
  );
  const cwes = cweNumbers(specific['cwe_ids']);
  const observation: Observation = {
    kind: 'dependency',
    rule: id,
    title,
    message: listed === '' ? MESSAGE[reach] : `${MESSAGE[reach]}\n\n${listed}`,
    severity: severityOfWord(word) ?? SEVERITY[reach],
    severityTold: word ?? reach,
    cwes,
    vulnerabilities: vulnerabilityIds(id, ...strings(entry['aliases'])),
    place: { path: 'go.mod' },
    component: component({
      name: module,
      version,
      ecosystem: 'golang',
      fixedVersions: fixed === undefined ? fixesOf(entry, module) : [fixed],
    }),
    references,
    tags: [reach],
  };
  sink.rule({ id, name: title, description: str(entry['details']), url, references, cwes });
  sink.observation(observation);
}

const MESSAGE: Record<Reach, string> = {
  called: 'The weak code is called:',
  imported: 'The weak package is imported, but its weak functions are not called:',
  required: 'The module is required, but its weak packages are not imported.',
};

const fixesOf = (entry: Json, module: string): string[] =>
  asList(entry['affected'])
    .map(asRecord)
    .filter((one) => asRecord(one['package'])['name'] === module)
    .flatMap((one) => asList(one['ranges']))
    .flatMap((range) => asList(asRecord(range)['events']))
    .flatMap((event) => str(asRecord(event)['fixed']) ?? []);
