import type { Component } from '../../kernel/observation.ts';
import { component } from '../kit/purl.ts';

const NAME = /^\W*(?:Package|Pkg|Package name)\W*:\s*`?([^\n`|]+)/im;
const VERSION = /^\W*(?:Installed )?Version\W*:\s*`?([^\n`|]+)/im;
const FIXED = /^\W*Fix(?:ed)?(?: in)? Version\W*:\s*`?([^\n`|]+)/im;
const TYPE = /^\W*Type\W*:\s*`?([\w-]+)/im;
/** Grype's sentence: "reports log4j at version 2.1 which would result in a vulnerable (java-archive) package". */
const SENTENCE = /reports (\S+) at version (\S+)\s.*vulnerable \(([\w-]+)\)/s;

const first = (pattern: RegExp, ...texts: string[]): string | undefined => {
  for (const text of texts) {
    const found = pattern.exec(text)?.[1]?.trim();
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
};

/**
 * SARIF has no place for packages; scanners write them into the message or the help of the rule as
 * `Package: x`, `Installed Version: y`. Null when nothing of the sort is there.
 */
export function packageIn(message: string, help: string): Component | null {
  const sentence = SENTENCE.exec(message);
  const name = sentence?.[1] ?? first(NAME, message, help);
  if (name === undefined) return null;
  const fixed = first(FIXED, message, help);
  return component({
    name,
    // Docker Scout names the package by its URL.
    purl: name.startsWith('pkg:') ? name : undefined,
    version: sentence?.[2] ?? first(VERSION, message, help),
    ecosystem: sentence?.[3] ?? first(TYPE, message, help),
    fixedVersions: fixed === undefined || /^not fixed$/i.test(fixed) ? [] : fixed.split(/\s*,\s*/),
  });
}

/** For tools that look at files and name no package: the file is the component. */
export function packageOfFile(path: string | undefined): Component | null {
  const name = path?.slice(path.lastIndexOf('/') + 1);
  return name === undefined || name === '' ? null : { name, fixedVersions: [] };
}
