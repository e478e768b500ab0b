import type { Place } from '../../kernel/observation.ts';
import { uriToPath } from '../kit/path.ts';
import { asList, asRecord, type Json, lineNumber, own, str } from '../kit/values.ts';

const ABSOLUTE = /^(?:[a-z][a-z0-9+.-]*:|\/)/i;
/** A base may refer to a base; a few steps are real, more are a circle. */
const MAX_BASES = 8;

/** What places of one run need: its bases, and its artifacts for locations that give an index only. */
export class PlaceReader {
  readonly #bases: Json;
  readonly #artifacts: readonly unknown[];
  readonly #prefixes = new Map<string, string>();
  readonly #roots: string[] = [];

  constructor(run: Json) {
    this.#bases = asRecord(run['originalUriBaseIds']);
    this.#artifacts = asList(run['artifacts']);
    for (const id of Object.keys(this.#bases)) {
      const uri = str(asRecord(own(this.#bases, id))['uri']);
      if (uri?.startsWith('file:///') && uri.length > 'file:///'.length) this.#roots.push(uri);
    }
  }

  /** The place of a location; `url` instead of a path where the tool looked at a running system. */
  read(location: Json): { place: Place; url?: string } {
    const physical = asRecord(location['physicalLocation']);
    const uri = this.#uri(asRecord(physical['artifactLocation']));
    const place: Place = {};
    if (uri !== undefined && /^https?:\/\//i.test(uri)) return { place, url: uri };
    if (uri !== undefined) place.path = uriToPath(uri);
    const context = asRecord(physical['contextRegion']);
    const region = physical['region'] === undefined ? context : asRecord(physical['region']);
    place.startLine = lineNumber(region['startLine']);
    if (place.startLine !== undefined) {
      // SARIF leaves out what equals its default; an absent end line is the start line.
      place.endLine = lineNumber(region['endLine']) ?? place.startLine;
      place.startColumn = lineNumber(region['startColumn']);
      place.endColumn = lineNumber(region['endColumn']);
    }
    place.snippet = snippetOf(region) ?? snippetOf(context);
    const logical = asRecord(asList(location['logicalLocations'])[0]);
    place.symbol = str(logical['fullyQualifiedName']) ?? str(logical['name']);
    return { place };
  }

  #uri(artifact: Json): string | undefined {
    let location = artifact;
    let uri = str(location['uri']);
    if (uri === undefined && typeof artifact['index'] === 'number') {
      location = asRecord(asRecord(this.#artifacts[artifact['index']])['location']);
      uri = str(location['uri']);
    }
    if (uri === undefined) return undefined;
    if (uri.startsWith('file:')) return this.#belowRoot(uri);
    const base = str(location['uriBaseId']);
    return base === undefined || ABSOLUTE.test(uri) ? uri : this.#prefix(base) + uri;
  }

  #belowRoot(uri: string): string {
    const root = this.#roots.find((r) => uri.startsWith(r));
    return root === undefined ? uri : uri.slice(root.length).replace(/^\/+/, '');
  }

  /** Relative bases lead down into the repository; the absolute one at their end is its root. */
  #prefix(id: string): string {
    const known = this.#prefixes.get(id);
    if (known !== undefined) return known;
    let prefix = '';
    let next: string | undefined = id;
    for (let i = 0; i < MAX_BASES && next !== undefined; i++) {
      const base = asRecord(own(this.#bases, next));
      const uri = str(base['uri'])?.trim();
      if (uri === undefined || ABSOLUTE.test(uri)) break;
      prefix = `${uri.replace(/\/?$/, '/')}${prefix}`;
      next = str(base['uriBaseId']);
    }
    this.#prefixes.set(id, prefix);
    return prefix;
  }
}

const snippetOf = (region: Json): string | undefined => str(asRecord(region['snippet'])['text']);
