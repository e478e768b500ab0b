import { SaxesParser } from 'saxes';
import type { AboutFile } from '../forms/about-file.ts';
import { plain } from './evidence.ts';

/** A fact and the file that says so. */
export interface Fact<Value> {
  value: Value;
  from: string;
}

export interface ManifestFacts {
  name: Fact<string> | null;
  type: Fact<NonNullable<AboutFile['type']>> | null;
}

interface Said {
  name?: string | undefined;
  type?: AboutFile['type'];
  /** Why the type is certain. */
  typeFrom?: string;
}

/** Files that say what a folder builds, and how each is read; the earlier is asked for the name first. */
const READERS: Record<string, (text: string) => Said> = {
  'package.json': readPackageJson,
  'go.mod': (text) => ({ name: lastPart(/^module\s+"?([^\s"]+)/m.exec(text)?.[1]?.replace(/\/v\d+$/, '')) }),
  'pom.xml': readPom,
  'Cargo.toml': readCargo,
  'pyproject.toml': (text) => ({ name: tomlName(text, 'project') }),
  Dockerfile: readDockerfile,
};

/** Names of files that make a folder a thing of its own. */
export const MANIFESTS: readonly string[] = Object.keys(READERS);

/**
 * What the manifests of a folder say with certainty; what two of them see differently is left out. Nothing in
 * them is run, and nothing makes this throw.
 * @param manifests content by file name, of `MANIFESTS`
 */
export function manifestFacts(manifests: ReadonlyMap<string, string>): ManifestFacts {
  const said = MANIFESTS.flatMap((file) => {
    const content = manifests.get(file);
    return content === undefined ? [] : [{ file, ...READERS[file]!(content) }];
  });
  const named = said.find(({ name }) => name !== undefined && NAME.test(name));
  const typed = said.filter(({ type }) => type !== undefined);
  const [first] = typed;
  const agreed = first?.type !== undefined && typed.every(({ type }) => type === first.type);
  return {
    name: named?.name ? { value: named.name, from: named.file } : null,
    type: agreed ? { value: first.type!, from: first.typeFrom ?? first.file } : null,
  };
}

/** What package managers allow; anything else is no name. */
const NAME = /^[A-Za-z0-9][\w.+-]{0,100}$/;
const lastPart = (name: string | undefined) => name?.slice(name.lastIndexOf('/') + 1);

function readPackageJson(text: string): Said {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null) return {};
  const field = (key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);
  const name = field('name');
  // What is published and offers modules, but no command, is there for others' code.
  const published =
    field('private') !== true && field('version') !== undefined && field('files') !== undefined;
  const library = published && field('exports') !== undefined && field('bin') === undefined;
  return {
    name: typeof name === 'string' ? lastPart(name) : undefined,
    ...(library && { type: 'library' as const, typeFrom: 'package.json, exports' }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

/** `project/artifactId`; entities and document types are not resolved. */
function readPom(text: string): Said {
  const path: string[] = [];
  let name: string | undefined;
  const parser = new SaxesParser();
  parser.on('error', () => {});
  parser.on('opentag', ({ name: tag }) => void path.push(tag));
  parser.on('closetag', () => void path.pop());
  parser.on('text', (content) => {
    if (path.length === 2 && path[0] === 'project' && path[1] === 'artifactId') name ??= content.trim();
  });
  parser.write(text).close();
  return { name };
}

function readCargo(text: string): Said {
  const [library, binary] = [/^\[lib\]/m.test(text), /^\[\[bin\]\]/m.test(text)];
  return {
    name: tomlName(text, 'package'),
    ...(library && !binary && { type: 'library' as const, typeFrom: 'Cargo.toml, [lib]' }),
  };
}

/** `name = "…"` of one table, up to the next. */
function tomlName(text: string, table: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() === `[${table}]`);
  if (start < 0) return undefined;
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('[')) return undefined;
    const name = /^\s*name\s*=\s*["']([^"']{1,200})["']/.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** What waits for connections is a service; of several stages the last is what runs. */
function readDockerfile(text: string): Said {
  const lines = text.split(/\r?\n/);
  const stage = lines.slice(
    Math.max(
      0,
      lines.findLastIndex((line) => /^\s*FROM\s/i.test(line)),
    ),
  );
  const port = stage
    .map((line) => /^\s*EXPOSE\s+(\S+)/i.exec(line)?.[1])
    .find((found) => found !== undefined);
  return port === undefined ? {} : { type: 'service', typeFrom: `Dockerfile, EXPOSE ${plain(port)}` };
}
