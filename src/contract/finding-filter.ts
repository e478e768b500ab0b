import { z } from 'zod';
import { findingKind, phase, priority, severity } from './shapes.ts';

/** Any of several, in an address parted by commas or said again: `priority=P0,P1`. */
const anyOf = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess(
      (given) => (typeof given === 'string' ? given.split(',').filter((one) => one !== '') : given),
      z.array(item).min(1).max(50),
    )
    .optional();
const key = z.string().trim().min(1).max(500);
const moment = z.union([z.iso.date(), z.iso.datetime()]);

/** What lists, counts, exports and bulk changes of findings hold for: all that is said holds at once. */
export const findingFilter = z.object({
  /** Keys of owning teams. */
  team: anyOf(key),
  /** Key of a business unit: its teams and those of all below it. */
  unit: key.optional(),
  state: z.enum(['open', 'fixed', 'excepted', 'all']).default('open'),
  priority: anyOf(priority),
  severity: anyOf(severity),
  kind: anyOf(findingKind),
  tool: anyOf(key),
  phase: anyOf(phase),
  repository: key.optional(),
  /** Key of a target of any kind: a repository, an image, a host. */
  target: key.optional(),
  unowned: z.stringbool().optional(),
  /** Known to be exploited. */
  exploited: z.stringbool().optional(),
  /** Let off by an exception that a person was granted. */
  exception: z.stringbool().optional(),
  /** Open, and its date has passed. */
  overdue: z.stringbool().optional(),
  /** Due before that moment; what has no date is not. */
  dueBefore: moment.optional(),
  /** Opened at that moment or later. */
  openedSince: moment.optional(),
  /** The rule's key as its tool says it. */
  rule: z.string().min(1).max(2000).optional(),
  /** A CVE or another name, as findings carry it. */
  vulnerability: z.string().trim().min(1).max(200).optional(),
  fix: key.optional(),
  scan: key.optional(),
  /** Words in title, path, package, vulnerabilities or rule: all of them; in “quotes”: as it stands. */
  text: z.string().max(200).optional(),
});
export type FindingFilter = z.output<typeof findingFilter>;
