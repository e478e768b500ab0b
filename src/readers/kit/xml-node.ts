import type { XmlElement } from '../reader.ts';

/** An element as the kit makes it: a class, so that one look tells it from a JSON value that resembles one. */
export class XmlNode implements XmlElement {
  name: string;
  attributes: Record<string, string>;
  text = '';
  children: XmlElement[] = [];
  declare parent?: XmlElement;

  constructor(name: string, attributes: Record<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }
}

export const isElement = (value: unknown): value is XmlElement => value instanceof XmlNode;
