/**
 * A text as it is handed from the parser to the mark-ups: a part of mdast (https://github.com/syntax-tree/mdast), so
 * that its libraries take it. There is no HTML, no image and no footnote; links lead to http, https and mailto only.
 */
export interface Root {
  type: 'root';
  children: Block[];
}

export type Block = Paragraph | Heading | Rule | Quote | List | Code | Table;
export type Inline = Text | Mark | InlineCode | Break | Link;

export interface Paragraph {
  type: 'paragraph';
  children: Inline[];
}
export interface Heading {
  type: 'heading';
  depth: 1 | 2 | 3 | 4 | 5 | 6;
  children: Inline[];
}
export interface Rule {
  type: 'thematicBreak';
}
export interface Quote {
  type: 'blockquote';
  children: Block[];
}
export interface List {
  type: 'list';
  ordered: boolean;
  /** Of an ordered list. */
  start: number | null;
  spread: boolean;
  children: Item[];
}
export interface Item {
  type: 'listItem';
  spread: boolean;
  children: Block[];
}
export interface Code {
  type: 'code';
  lang: string | null;
  value: string;
}
/** The first row is its head; all rows have the same number of cells. */
export interface Table {
  type: 'table';
  align: ('left' | 'right' | 'center' | null)[];
  children: Row[];
}
export interface Row {
  type: 'tableRow';
  children: Cell[];
}
export interface Cell {
  type: 'tableCell';
  children: Inline[];
}

/** One line, never empty; a space where a line was folded. */
export interface Text {
  type: 'text';
  value: string;
}
export interface Mark {
  type: 'emphasis' | 'strong' | 'delete';
  children: Inline[];
}
export interface InlineCode {
  type: 'inlineCode';
  value: string;
}
export interface Break {
  type: 'break';
}
export interface Link {
  type: 'link';
  url: string;
  children: Inline[];
}
