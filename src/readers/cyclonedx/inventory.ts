import type { Component } from '../../kernel/observation.ts';
import { component } from '../kit/purl.ts';

/** What is kept of a component: documents hold hundreds of thousands of them. */
export interface Part {
  ref?: string | undefined;
  group?: string | undefined;
  name: string;
  version?: string | undefined;
  purl?: string | undefined;
  /** Where it was found, as far as the tool says. */
  path?: string | undefined;
  layer?: string | undefined;
}

/** Names under which tools write places of a component among its free properties. */
const PATH_PROPERTY = /^(aquasecurity:trivy:FilePath|syft:location:0:path|cdx:npm:package:path|SrcFile)$/;
const LAYER_PROPERTY = /^(aquasecurity:trivy:LayerDigest|syft:location:0:layerID)$/;

export function placeInProperties(part: Part, name: string | undefined, value: string | undefined): void {
  if (name === undefined || value === undefined) return;
  if (PATH_PROPERTY.test(name)) part.path ??= value;
  else if (LAYER_PROPERTY.test(name)) part.layer ??= value;
}

/** The components of a document by their bom-ref. */
export class Inventory {
  readonly #parts = new Map<string, Part>();
  /** Refs that the described product depends on itself; undefined when the document does not say. */
  direct: ReadonlySet<string> | undefined;

  add(part: Part): void {
    if (part.ref !== undefined) this.#parts.set(part.ref, part);
    if (part.purl !== undefined && !this.#parts.has(part.purl)) this.#parts.set(part.purl, part);
  }

  /** By bom-ref, by the end of a BOM-Link, or from a ref that is itself a package URL. */
  find(ref: string): Part | undefined {
    const local = refOfLink(ref);
    const known = this.#parts.get(ref) ?? this.#parts.get(local);
    if (known !== undefined) return known;
    return local.startsWith('pkg:') ? { ref: local, name: local, purl: local } : undefined;
  }

  componentOf(part: Part, fixedVersions: string[], version?: string): Component {
    const made = component({
      name: part.name,
      version: part.version ?? version,
      purl: part.purl,
      fixedVersions,
      layer: part.layer,
      direct: part.ref === undefined ? undefined : this.direct?.has(part.ref),
    });
    if (part.group && made.namespace === undefined) made.namespace = part.group;
    return made;
  }
}

/** `urn:cdx:serial/version#ref`, https://cyclonedx.org/capabilities/bomlink/ */
function refOfLink(ref: string): string {
  if (!ref.startsWith('urn:cdx:')) return ref;
  const local = ref.slice(ref.indexOf('#') + 1);
  try {
    return decodeURIComponent(local);
  } catch {
    return local;
  }
}
