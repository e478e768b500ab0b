import ipaddr from 'ipaddr.js';
import { textGlob } from './text-glob.ts';

/** What can be owned besides paths. A rule of one kind is asked about things of that kind only. */
export const RESOURCE_KINDS = [
  'cloud-account',
  'cloud-resource',
  'image',
  'cluster',
  'namespace',
  'workload',
  'host',
  'network',
  'domain',
  'url',
  'package',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Which keys a rule means, made ready to be asked. */
export interface ResourcePattern {
  matches(key: string): boolean;
  /** The one key that it matches, folded; null where it matches several. */
  exact: string | null;
  /** How much of the key it fixes: letters of a name, bits of a network. */
  fixed: number;
}

export type CompiledResourcePattern =
  | { ok: true; pattern: ResourcePattern }
  | { ok: false; why: string; suggestion: string | null };

/**
 * Patterns by kind: names with `*` and `?`; images with or without tag; networks as addresses or CIDR; domains with
 * `*.` in front; URLs by what they begin with; packages by purl or name. Case does not matter.
 */
export function compileResourcePattern(kind: ResourceKind, text: string): CompiledResourcePattern {
  const plain = text.trim();
  if (plain === '') return no('the pattern names nothing');
  switch (kind) {
    case 'network':
      return network(plain);
    case 'domain':
      return domain(plain);
    case 'url':
      return url(plain);
    case 'image':
      return image(plain);
    case 'package':
      return packages(plain);
    case 'namespace':
      return glob(plain, (key) => [key, key.slice(key.indexOf('/') + 1)]);
    default:
      return glob(plain);
  }
}

const no = (why: string, suggestion: string | null = null): CompiledResourcePattern => ({
  ok: false,
  why,
  suggestion,
});

/** @param forms under which a key may be written; one that matches is enough */
function glob(text: string, forms: (key: string) => string[] = (key) => [key]): CompiledResourcePattern {
  const { matches, exact, fixed } = textGlob(text.toLowerCase());
  const pattern = { matches: (key: string) => forms(key.toLowerCase()).some(matches), exact, fixed };
  return { ok: true, pattern };
}

/** One key is asked of many patterns, one after the other: it is read once. */
function readOnce<Value>(read: (text: string) => Value): (text: string) => Value {
  let last: { text: string; value: Value } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}

/** An address as text, whatever its form; null for what is none. IPv4 inside of IPv6 is IPv4. */
export const addressOf = readOnce((text: string): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return bare.includes(':') && ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : null;
});

function network(text: string): CompiledResourcePattern {
  const [told = '', length, ...others] = text.split('/');
  const address = addressOf(told);
  const most = address?.kind() === 'ipv4' ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  if (!address || others.length > 0 || !/^\d{1,3}$/.test(length ?? '0') || bits > most)
    return no('write a network as 10.0.0.0/8 or 2001:db8::/32');
  const first = (address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6)
    .networkAddressFromCIDR(`${address.toNormalizedString()}/${bits}`)
    .toNormalizedString();
  if (first !== address.toNormalizedString())
    return no(`${told} is not the first address of its network`, `${short(first)}/${bits}`);
  const exact = bits === most ? address.toString() : null;
  const matches = (key: string): boolean => {
    const asked = addressOf(key);
    return asked !== null && asked.kind() === address.kind() && asked.match(address, bits);
  };
  return { ok: true, pattern: { matches, exact, fixed: bits } };
}

const short = (address: string) => addressOf(address)?.toString() ?? address;

/** `shop.example.` and `SHOP.example` are `shop.example`; names of other scripts are compared as they travel. */
export function domainName(text: string): string {
  const plain = text.toLowerCase().replace(/\.$/, '');
  return /^[\x21-\x7e]*$/.test(plain) ? plain : (URL.parse(`http://${plain}`)?.hostname ?? plain);
}

function domain(text: string): CompiledResourcePattern {
  const any = text.startsWith('*.');
  const name = domainName(any ? text.slice(2) : text);
  if (!/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/.test(name))
    return no('write a domain as shop.example, or *.shop.example for all below it');
  if (any && !name.includes('.')) return no(`*.${name} would be every domain of ${name}`);
  const below = `.${name}`;
  const matches = (key: string): boolean => {
    const asked = domainName(key);
    return any ? asked.endsWith(below) : asked === name;
  };
  return { ok: true, pattern: { matches, exact: any ? null : name, fixed: name.length } };
}

/** Scheme, user and query do not matter; of ports only those that are not the scheme's own. */
const placeOfUrl = readOnce((text: string): { host: string; name: string; path: string } | null => {
  const told = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const read = URL.parse(told.replace('://*.', '://any-below.'));
  if (!read || read.hostname === '') return null;
  const name = read.hostname.replace(/\.$/, '');
  return { host: read.port === '' ? name : `${name}:${read.port}`, name, path: read.pathname };
});

function url(text: string): CompiledResourcePattern {
  const place = placeOfUrl(text);
  const begin = place?.path.replace(/\/+$/, '') ?? '';
  if (!place || /[*?]/.test(begin) || !/^[^*]*$/.test(place.host))
    return no('write what the URL begins with, such as https://api.example.com/v1');
  const below = place.host.startsWith('any-below.') ? place.host.slice('any-below'.length) : null;
  const matches = (key: string): boolean => {
    const asked = placeOfUrl(key);
    if (!asked) return false;
    const hosted = below === null ? asked.host === place.host : asked.host.endsWith(below);
    // `/v1` is `/v1` and all below it, never `/v10`.
    return hosted && (asked.path === begin || asked.path.startsWith(`${begin}/`));
  };
  return { ok: true, pattern: { matches, exact: null, fixed: place.host.length + begin.length } };
}

/** Where an image is kept and what it is called, apart from tag and digest; Docker's short names written out. */
const imageName = readOnce((reference: string): { name: string; tag: string | null } => {
  const undigested = reference.toLowerCase().replace(/^docker:\/\/|@sha\d+:[0-9a-f*]*$/g, '');
  const colon = undigested.indexOf(':', undigested.lastIndexOf('/') + 1);
  const name = colon < 0 ? undigested : undigested.slice(0, colon);
  const tag = colon < 0 ? null : undigested.slice(colon + 1);
  const [first = '', ...rest] = name.split('/');
  const hosted = rest.length > 0 && /[.:*?]|^localhost$/.test(first);
  if (hosted || first === '*') return { name: name.replace(/^index\.docker\.io\//, 'docker.io/'), tag };
  return { name: rest.length === 0 ? `docker.io/library/${name}` : `docker.io/${name}`, tag };
});

function image(text: string): CompiledResourcePattern {
  const wanted = imageName(text);
  const name = textGlob(wanted.name);
  const tag = wanted.tag === null ? null : textGlob(wanted.tag);
  const matches = (key: string): boolean => {
    const asked = imageName(key);
    return name.matches(asked.name) && (tag === null || (asked.tag !== null && tag.matches(asked.tag)));
  };
  return { ok: true, pattern: { matches, exact: null, fixed: name.fixed + (tag?.fixed ?? 0) } };
}

/** `pkg:npm/%40acme/ui@1.2?arch=x` by purl without version, by `@acme/ui`, and with Maven's colon. */
const packageForms = readOnce((key: string): string[] => {
  if (!key.startsWith('pkg:')) return [key];
  const bare = key.replace(/[?#].*$/, '').replaceAll('%40', '@');
  const version = bare.lastIndexOf('@');
  const versioned = version > bare.lastIndexOf('/');
  const named = versioned ? bare.slice(0, version) : bare;
  const name = named.slice(named.indexOf('/') + 1);
  return [named, name, name.replace(/\/(?=[^/]*$)/, ':'), ...(versioned ? [bare] : [])];
});

const packages = (text: string): CompiledResourcePattern =>
  glob(text.replaceAll('%40', '@').replace(/[?#](?=[a-z]+=).*$/, ''), packageForms);
