import type { Severity } from '../../kernel/severity.ts';
import { links } from '../kit/links.ts';
import { component, purlType } from '../kit/purl.ts';
import { isVulnerabilityId, vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { Sink } from '../reader.ts';

/** One vulnerability of one package, whichever version of Clair told it. */
export interface Told {
  /** CVE, or the advisory of the distribution. */
  id: string;
  name: string;
  /** The source package that it was built from. */
  source: string | undefined;
  version: string | undefined;
  /** Distribution or repository in the tool's words. */
  ecosystem: string | undefined;
  severity: Severity;
  severityTold: string | undefined;
  description: string | undefined;
  links: (string | undefined)[];
  fixedIn: string | undefined;
  layer: string | undefined;
}

const SYSTEM = new Set(['deb', 'rpm', 'apk']);

export function tell(told: Told, sink: Sink): void {
  const ids = vulnerabilityIds(told.id);
  const rule = ids[0] ?? told.id;
  const references = links(...told.links.map((link) => link?.split(/\s+/)));
  const type = told.ecosystem === undefined ? undefined : purlType(told.ecosystem);
  // An image is all that Clair looks at: what it cannot place came with the system.
  const system = type === undefined || SYSTEM.has(type);
  sink.rule({ id: rule, description: told.description, url: references[0], references });
  sink.observation({
    kind: system ? 'container' : 'dependency',
    rule,
    title: `${rule} in ${told.name}${told.version === undefined ? '' : ` ${told.version}`}`,
    severity: told.severity,
    severityTold: told.severityTold,
    cwes: [],
    vulnerabilities: isVulnerabilityId(rule) ? ids : [],
    place: {},
    component: component({
      name: told.name,
      version: told.version,
      ecosystem: told.ecosystem,
      fixedVersions: told.fixedIn === undefined || told.fixedIn === '' ? [] : [told.fixedIn],
      layer: told.layer,
      source: system ? told.source : undefined,
    }),
    references,
  });
}
