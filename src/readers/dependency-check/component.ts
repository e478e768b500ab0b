import type { Component } from '../../kernel/observation.ts';
import { component } from '../kit/purl.ts';
import { child, childrenOf, listOf, textOf } from '../kit/xml-find.ts';
import type { XmlElement } from '../reader.ts';

const CONFIDENCE = ['HIGHEST', 'HIGH', 'MEDIUM', 'LOW'];

/** What a file of the project is: by its package URL, its coordinates, the collected evidence, or its name. */
export function componentOf(dependency: XmlElement, fixedVersions: string[]): Component {
  const purl = purlOf(dependency);
  if (purl !== undefined) return component({ name: purl, purl, fixedVersions });
  const coordinates = coordinatesOf(dependency);
  if (coordinates !== undefined) return component({ ...coordinates, fixedVersions });
  const name = evidenceOf(dependency, 'product') ?? textOf(dependency, 'fileName') ?? 'unknown file';
  return component({ name, version: evidenceOf(dependency, 'version'), fixedVersions });
}

/** Some versions wrap the identifiers once more. */
function identifiersOf(dependency: XmlElement, name: string): XmlElement[] {
  const outer = child(dependency, 'identifiers');
  return [...childrenOf(outer, name), ...listOf(outer, 'identifiers', name)];
}

const purlOf = (dependency: XmlElement): string | undefined =>
  identifiersOf(dependency, 'package')
    .map((element) => textOf(element, 'id'))
    .find((id) => id?.startsWith('pkg:'));

/** `group:artifact:version` of reports before version 5. */
function coordinatesOf(dependency: XmlElement) {
  for (const element of identifiersOf(dependency, 'identifier')) {
    const ecosystem = element.attributes['type'];
    const told = textOf(element, 'name');
    if (ecosystem === undefined || ecosystem === 'cpe' || told === undefined) continue;
    const parts = told.replace(/^\(|\)$/g, '').split(':');
    const version = parts.length > 1 ? parts.pop() : undefined;
    return { ecosystem, name: parts.join(':'), version };
  }
  return undefined;
}

/** The most trusted value collected of a kind. */
function evidenceOf(dependency: XmlElement, kind: string): string | undefined {
  const collected = listOf(dependency, 'evidenceCollected', 'evidence').filter(
    (e) => e.attributes['type'] === kind,
  );
  for (const confidence of CONFIDENCE) {
    const found = collected.find((e) => e.attributes['confidence']?.toUpperCase() === confidence);
    if (found) return textOf(found, 'value');
  }
  return undefined;
}
