import type { Component, Observation, Resource } from '../../kernel/observation.ts';
import { severityOfScore } from '../../kernel/severity.ts';
import { component } from '../kit/purl.ts';
import { num } from '../kit/values.ts';
import { vulnerabilitiesIn, vulnerabilityIds } from '../kit/vulnerability-id.ts';
import { childrenOf } from '../kit/xml-find.ts';
import type { Sink, XmlElement } from '../reader.ts';

/** Vulnerabilities that scripts tell: `vulners` by version, those of the `vuln` category by trying. */
export function tellScript(script: XmlElement, resource: Resource, sink: Sink): void {
  for (const table of childrenOf(script, 'table')) {
    if (script.attributes['id'] === 'vulners') tellGuessed(table, resource, sink);
    else if (/^(?:LIKELY )?VULNERABLE/.test(toldIn(table, 'state') ?? ''))
      tellTried(table, script, resource, sink);
  }
}

const toldIn = (table: XmlElement, key: string): string | undefined =>
  childrenOf(table, 'elem').find(({ attributes }) => attributes['key'] === key)?.text || undefined;

const observe = (rule: string, resource: Resource, rest: Partial<Observation>): Observation => ({
  kind: 'host',
  rule,
  title: rule,
  severity: 'info',
  cwes: [],
  vulnerabilities: [],
  place: {},
  resource: { ...resource },
  ...rest,
});

/** One table for each product, one in it for each vulnerability or exploit. */
function tellGuessed(product: XmlElement, resource: Resource, sink: Sink): void {
  for (const entry of childrenOf(product, 'table')) {
    const id = toldIn(entry, 'id');
    const score = num(toldIn(entry, 'cvss'));
    if (id === undefined) continue;
    sink.rule({ id, name: id });
    sink.observation(
      observe(id, resource, {
        message: `Told for ${product.attributes['key']}, by its version.`,
        severity: score === undefined ? 'info' : severityOfScore(score),
        severityTold: score === undefined ? undefined : String(score),
        score,
        vulnerabilities: vulnerabilityIds(/^CVE-\d{4}-\d{4,}$/i.test(id) ? id : undefined),
        component: componentOf(product.attributes['key']),
        references: [
          `https://vulners.com/${toldIn(entry, 'type') ?? 'cve'}/${encodeURIComponent(id.toWellFormed())}`,
        ],
        tags: toldIn(entry, 'is_exploit') === 'true' ? ['exploit'] : undefined,
      }),
    );
  }
}

/** `cpe:/a:openbsd:openssh:7.4`: name and version. */
function componentOf(cpe: string | undefined): Component | undefined {
  const [, , , name, version] = cpe?.split(':') ?? [];
  return name ? component({ name, version: version || undefined }) : undefined;
}

function tellTried(table: XmlElement, script: XmlElement, resource: Resource, sink: Sink): void {
  const rule = script.attributes['id'] ?? 'script';
  const output = script.attributes['output'] ?? '';
  sink.rule({
    id: rule,
    name: rule,
    url: `https://nmap.org/nsedoc/scripts/${encodeURIComponent(rule.toWellFormed())}.html`,
  });
  sink.observation(
    observe(rule, resource, {
      title: toldIn(table, 'title') ?? rule,
      message: output.trim(),
      severity: 'high',
      vulnerabilities: vulnerabilitiesIn(`${table.attributes['key']} ${output}`),
    }),
  );
}
