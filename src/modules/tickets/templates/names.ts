/** What a name in a template stands for: a value, a list of values, or a list with names of its own. */
export type Names = { readonly [name: string]: 'value' | 'list' | Names };

/** Names that a title may use. */
export const TITLE_NAMES = {
  title: 'value',
  key: 'value',
  kind: 'value',
  component: 'value',
  toVersion: 'value',
  priority: 'value',
  due: 'value',
  openFindings: 'value',
} as const satisfies Names;

/** Names that a body may use: all that we know of a fix. */
export const BODY_NAMES = {
  ...TITLE_NAMES,
  fromVersions: 'list',
  advisories: 'list',
  ownedBecause: 'list',
  urgentBecause: 'list',
  consequence: 'value',
  remedy: 'value',
  risk: 'value',
  help: 'value',
  findings: { priority: 'value', title: 'value', where: 'value' },
  more: 'value',
} as const satisfies Names;
