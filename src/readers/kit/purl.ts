import type { Component } from '../../kernel/observation.ts';

export interface PurlParts {
  type: string;
  namespace?: string;
  name: string;
  version?: string;
}

function decoded(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `pkg:type/namespace/name@version?qualifiers#subpath`, https://github.com/package-url/purl-spec; null if it is none. */
export function parsePurl(purl: string): PurlParts | null {
  const match = /^pkg:\/{0,2}([\w.+-]+)\/([^?#]+)/.exec(purl);
  if (match === null) return null;
  const [, type = '', rest = ''] = match;
  const at = rest.lastIndexOf('@');
  // An @ at the start of a segment belongs to an npm scope, not to a version.
  const hasVersion = at > 0 && rest[at - 1] !== '/' && !rest.slice(at).includes('/');
  const path = hasVersion ? rest.slice(0, at) : rest;
  const segments = path.split('/').filter((s) => s !== '');
  const name = decoded(segments.pop() ?? '');
  if (name === '') return null;
  const parts: PurlParts = { type: type.toLowerCase(), name };
  if (segments.length > 0) parts.namespace = segments.map(decoded).join('/');
  if (hasVersion) parts.version = decoded(rest.slice(at + 1));
  return parts;
}

const PLAIN = /^[\w.:+-]+$/;

const encoded = (part: string): string =>
  PLAIN.test(part)
    ? part
    : encodeURIComponent(part.toWellFormed()).replaceAll('%3A', ':').replaceAll('%2B', '+');

export function buildPurl(parts: PurlParts): string {
  const namespace =
    parts.namespace === undefined ? '' : `${parts.namespace.split('/').map(encoded).join('/')}/`;
  const version = parts.version === undefined ? '' : `@${encoded(parts.version)}`;
  return `pkg:${parts.type}/${namespace}${encoded(parts.name)}${version}`;
}

/** What tools call the kinds of packages, in the words of purl. */
const TYPES = new Map<string, string>([
  ...(
    ['npm', 'pypi', 'maven', 'golang', 'gem', 'nuget', 'cargo', 'composer', 'deb', 'rpm', 'apk'] as const
  ).map((t): [string, string] => [t, t]),
  ...(['hex', 'pub', 'swift', 'cocoapods', 'conan', 'conda', 'alpm', 'hackage', 'cran'] as const).map(
    (t): [string, string] => [t, t],
  ),
  ['yarn', 'npm'],
  ['pnpm', 'npm'],
  ['bun', 'npm'],
  ['node-pkg', 'npm'],
  ['nodejs', 'npm'],
  ['javascript', 'npm'],
  ['pip', 'pypi'],
  ['pipenv', 'pypi'],
  ['poetry', 'pypi'],
  ['uv', 'pypi'],
  ['python-pkg', 'pypi'],
  ['python', 'pypi'],
  ['jar', 'maven'],
  ['pom', 'maven'],
  ['gradle', 'maven'],
  ['gradle-lockfile', 'maven'],
  ['sbt', 'maven'],
  ['java', 'maven'],
  ['java-archive', 'maven'],
  ['go', 'golang'],
  ['gomod', 'golang'],
  ['gomodules', 'golang'],
  ['gobinary', 'golang'],
  ['go-module', 'golang'],
  ['bundler', 'gem'],
  ['gemspec', 'gem'],
  ['rubygems', 'gem'],
  ['dotnet', 'nuget'],
  ['dotnet-core', 'nuget'],
  ['packages-props', 'nuget'],
  ['rust', 'cargo'],
  ['rustbinary', 'cargo'],
  ['rust-crate', 'cargo'],
  ['php', 'composer'],
  ['php-composer', 'composer'],
  ['mix', 'hex'],
  ['alpine', 'apk'],
  ['apkg', 'apk'],
  ['dpkg', 'deb'],
  ['wolfi', 'apk'],
  ['chainguard', 'apk'],
  ['debian', 'deb'],
  ['ubuntu', 'deb'],
  ['linux', 'deb'],
  ['redhat', 'rpm'],
  ['centos', 'rpm'],
  ['rhel', 'rpm'],
  ['rocky', 'rpm'],
  ['alma', 'rpm'],
  ['amazon', 'rpm'],
  ['oracle', 'rpm'],
  ['fedora', 'rpm'],
  ['sles', 'rpm'],
  ['photon', 'rpm'],
  ['almalinux', 'rpm'],
  ['rocky-linux', 'rpm'],
  ['red-hat', 'rpm'],
  ['suse', 'rpm'],
  ['opensuse', 'rpm'],
  ['mageia', 'rpm'],
  ['openeuler', 'rpm'],
  ['gav', 'maven'],
  ['maven-artifact', 'maven'],
  ['nodepackage', 'npm'],
  ['javascript-node-module', 'npm'],
  ['node-packaged-module', 'npm'],
  ['python-package', 'pypi'],
  ['ruby', 'gem'],
  ['ruby-gem', 'gem'],
  ['nuget-package', 'nuget'],
  ['packagist', 'composer'],
  ['php-package', 'composer'],
  ['crates.io', 'cargo'],
  ['rust-crates', 'cargo'],
  ['conancenter', 'conan'],
  ['swifturl', 'swift'],
  ['go-package', 'golang'],
]);

/** Words that had to be taken apart; the map is emptied when a report has more than this. */
const MOST_WORDS = 1000;
const LONGEST_WORD = 100;
const takenApart = new Map<string, string | undefined>();

/** purl type for a tool's word (`gomod` -> `golang`), whatever follows a colon (`Debian:12`); undefined when unknown. */
export function purlType(word: string): string | undefined {
  const known = TYPES.get(word);
  if (known !== undefined || takenApart.has(word)) return known ?? takenApart.get(word);
  const wanted = word.toLowerCase().trim().replaceAll(/[ _]/g, '-');
  const type = TYPES.get(wanted) ?? TYPES.get(wanted.split(':', 1)[0] as string);
  if (takenApart.size >= MOST_WORDS) takenApart.clear();
  if (word.length <= LONGEST_WORD) takenApart.set(word, type);
  return type;
}

/** Types whose full name carries its namespace (`group:name`, `@scope/name`, `vendor/name`). */
function splitName(type: string, full: string): { namespace?: string; name: string } {
  const separator = type === 'maven' && full.includes(':') ? ':' : '/';
  const carries = type === 'maven' || type === 'npm' || type === 'composer' || type === 'golang';
  const cut = full.lastIndexOf(separator);
  if (!carries || cut <= 0 || cut === full.length - 1) return { name: full };
  return { namespace: full.slice(0, cut), name: full.slice(cut + 1) };
}

export interface PackageTold {
  /** Name as the tool writes it, namespace included. */
  name: string;
  version?: string | undefined;
  /** The tool's word for the ecosystem. */
  ecosystem?: string | undefined;
  purl?: string | undefined;
  fixedVersions?: string[];
  layer?: string | undefined;
  /** Of system packages: the source package. */
  source?: string | undefined;
  direct?: boolean | undefined;
}

/** A component from what a tool tells: a told purl is believed, else one is built where the ecosystem is known. */
export function component(told: PackageTold): Component {
  const parsed = told.purl === undefined ? null : parsePurl(told.purl);
  const type = parsed?.type ?? (told.ecosystem === undefined ? undefined : purlType(told.ecosystem));
  const split = parsed ?? (type === undefined ? { name: told.name } : splitName(type, told.name));
  const made: Component = { name: split.name, fixedVersions: told.fixedVersions ?? [] };
  const version = told.version ?? parsed?.version;
  if (type !== undefined) made.type = type;
  if (split.namespace !== undefined) made.namespace = split.namespace;
  if (version !== undefined) made.version = version;
  if (parsed !== null) made.purl = told.purl;
  else if (type !== undefined && type !== 'deb' && type !== 'rpm' && type !== 'apk') {
    made.purl = buildPurl(version === undefined ? { type, ...split } : { type, ...split, version });
  }
  if (told.layer !== undefined) made.layer = told.layer;
  if (told.source !== undefined) made.source = told.source;
  if (told.direct !== undefined) made.direct = told.direct;
  return made;
}
