import type { Observation } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';

/** What only some kinds have, kept together in one column; undefined members vanish in JSON. */
export interface Detail {
  score?: number;
  vectors?: string[];
  told?: string;
  web?: Observation['web'];
  resource?: Observation['resource'];
  secret?: { hash?: string; verified?: boolean };
  epss?: number;
  exploited?: boolean;
  remediation?: string;
  references?: string[];
  externalId?: string;
  direct?: boolean;
  /** Source package of a system package. */
  source?: string;
  firstFoundAt?: string;
  tags?: string[];
  suppressed?: string;
}

/** Null when there is nothing to tell: most code findings have no detail. */
export function detailOf(observation: Observation): string | null {
  const { component, told } = observation;
  const detail: Detail = {
    score: observation.score,
    vectors: observation.vectors?.length ? observation.vectors : undefined,
    web: observation.web,
    resource: observation.resource,
    secret: observation.secret,
    epss: observation.epss,
    exploited: observation.exploited,
    remediation: observation.remediation,
    references: observation.references?.length ? observation.references : undefined,
    externalId: observation.externalId,
    direct: component?.direct,
    source: component?.source,
    firstFoundAt: observation.firstFoundAt,
    tags: observation.tags?.length ? observation.tags : undefined,
    suppressed: told?.reason ?? told?.state,
  };
  const text = JSON.stringify(detail);
  return text === '{}' ? null : text;
}

/**
 * Hash of everything that is stored of an observation. Equal to the finding's: nothing has to be written.
 * @param detail the text of `detailOf`, made once by the caller
 */
export function contentOf(observation: Observation, detail: string | null): string {
  const { place, component } = observation;
  return nameOf(
    observation.kind,
    observation.rule,
    observation.title,
    observation.message,
    observation.severity,
    place.path,
    place.startLine,
    place.endLine,
    place.snippet,
    component?.version,
    component?.fixedVersions.join(),
    observation.vulnerabilities.join(),
    detail,
  );
}

/** Order does not matter: the sum of the hashes, word by word. Equal digests mean equal results. */
export class ResultsDigest {
  readonly #words = new Uint32Array(4);
  #count = 0;

  add(content: string): void {
    // A UUID's text: 8-4-4-4-12 digits. Words are cut beside the dashes; a typed array wraps by itself.
    this.#words[0] = this.#words[0]! + Number.parseInt(content.slice(0, 8), 16);
    this.#words[1] = this.#words[1]! + Number.parseInt(content.slice(9, 13) + content.slice(14, 18), 16);
    this.#words[2] = this.#words[2]! + Number.parseInt(content.slice(19, 23) + content.slice(24, 28), 16);
    this.#words[3] = this.#words[3]! + Number.parseInt(content.slice(28, 36), 16);
    this.#count++;
  }

  value(): string {
    return nameOf(this.#count, this.#words.join());
  }
}
