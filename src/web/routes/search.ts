import { z } from 'zod';
import { ASK_KINDS } from '../../contract/ask-kinds.ts';
import { COVERAGE_STATES } from '../../contract/coverage.ts';
import { homeFace } from '../../contract/home.ts';
import {
  DEADLINE_GROUPS,
  FIRST_LOOKS,
  FIX_GROUPS,
  OPEN_SPLITS,
  QUARTER,
} from '../../contract/insights/choices.ts';
import { OIDC_REFUSALS } from '../../contract/oidc-refusals.ts';
import { SCAN_STATES } from '../../contract/scans.ts';
import { findingKind, phase, priority, severity, targetKind } from '../../contract/shapes.ts';
import { MODES } from '../../kernel/decision.ts';

/**
 * What stands after the `?` of a page's address. Whatever somebody typed there, the page still opens:
 * what cannot be read counts as not set.
 */
const oneOf = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);
/** The router reads `?text=404` as a number. */
const text = oneOf(z.coerce.string().trim().min(1).max(500));
const flag = oneOf(z.literal(true));

/** Several values of one filter, parted by commas: `?priority=P0,P1`. What is none of them counts as not said. */
const someOf = (shape: z.ZodType<string>) =>
  text
    .transform((given) => {
      const known = given?.split(',').filter((one) => shape.safeParse(one).success) ?? [];
      return known.length > 0 ? known.slice(0, 50).join(',') : undefined;
    })
    .optional();
const anything = z.string().min(1);

const findings = z.object({
  team: someOf(anything),
  unit: text,
  state: oneOf(z.enum(['open', 'fixed', 'excepted', 'all'])),
  priority: someOf(priority),
  severity: someOf(severity),
  kind: someOf(findingKind),
  tool: someOf(anything),
  phase: someOf(phase),
  repository: text,
  target: text,
  unowned: flag,
  exploited: flag,
  exception: flag,
  overdue: flag,
  dueBefore: text,
  openedSince: text,
  rule: text,
  vulnerability: text,
  fix: text,
  scan: text,
  text,
});
export type FindingSearch = z.infer<typeof findings>;
export const findingSearch = (search: Record<string, unknown>): FindingSearch => findings.parse(search);

/** As what the reader sees their home; without it as what fits them best. */
const home = z.object({ as: oneOf(homeFace) });
export const homeSearch = (search: Record<string, unknown>): z.infer<typeof home> => home.parse(search);

const audit = z.object({ actor: text, action: text, subject: text, from: text, to: text });
export const auditSearch = (search: Record<string, unknown>): z.infer<typeof audit> => audit.parse(search);

const deliveries = z.object({ state: oneOf(z.enum(['pending', 'done', 'parked'])), connection: text });
export type DeliverySearch = z.infer<typeof deliveries>;
export const deliverySearch = (search: Record<string, unknown>): DeliverySearch => deliveries.parse(search);

const newConnection = z.object({ system: text });
export const newConnectionSearch = (search: Record<string, unknown>) => newConnection.parse(search);

const tickets = z.object({
  team: text,
  state: oneOf(z.enum(['open', 'closed', 'all'])),
  priority: oneOf(priority),
  unowned: flag,
  due: oneOf(z.enum(['overdue', 'week'])),
});
export type TicketSearch = z.infer<typeof tickets>;
export const ticketSearch = (search: Record<string, unknown>): TicketSearch => tickets.parse(search);

const notify = z.object({
  /** A key; without it the reader’s own. */
  team: text,
});
export type NotifySearch = z.infer<typeof notify>;
export const notifySearch = (search: Record<string, unknown>): NotifySearch => notify.parse(search);

const asks = z.object({
  /** A key, or `*` for all teams; without it the reader's own. */
  team: text,
  state: oneOf(z.enum(['open', 'closed', 'all'])),
  kind: oneOf(z.enum(ASK_KINDS)),
  overdue: flag,
});
export type AskSearch = z.infer<typeof asks>;
export const askSearch = (search: Record<string, unknown>): AskSearch => asks.parse(search);

/** The form may be opened for something that it is about, or for a team. */
const newAsk = z.object({
  finding: text,
  ticket: text,
  repository: text,
  to: text,
  kind: oneOf(z.enum(ASK_KINDS)),
});
export const newAskSearch = (search: Record<string, unknown>): z.infer<typeof newAsk> => newAsk.parse(search);

const scans = z.object({ state: oneOf(z.enum(SCAN_STATES)), target: text });
export type ScanSearch = z.infer<typeof scans>;
export const scanSearch = (search: Record<string, unknown>): ScanSearch => scans.parse(search);

const ownership = z.object({
  where: text,
  path: text,
  state: oneOf(z.enum(COVERAGE_STATES)),
  unit: text,
  team: text,
  text,
});
export type OwnershipSearch = z.infer<typeof ownership>;
export const ownershipSearch = (search: Record<string, unknown>): OwnershipSearch => ownership.parse(search);

const trust = z.object({ tool: text, mode: oneOf(z.enum(['demoted', ...MODES])), text });
export type TrustSearch = z.infer<typeof trust>;
export const trustSearch = (search: Record<string, unknown>): TrustSearch => trust.parse(search);

/** The form may be opened for a place that is already known. */
const report = z.object({ kind: oneOf(targetKind), target: text, path: text });
export const reportSearch = (search: Record<string, unknown>): z.infer<typeof report> => report.parse(search);

/** The vulnerability that is looked up. */
const intelligence = z.object({ id: text });
export const intelligenceSearch = (search: Record<string, unknown>): z.infer<typeof intelligence> =>
  intelligence.parse(search);

/** The version that a draft starts from; else what is in force. */
const policyEdit = z.object({ from: oneOf(z.coerce.number().int().positive()) });
export const policyEditSearch = (search: Record<string, unknown>): z.infer<typeof policyEdit> =>
  policyEdit.parse(search);

/** Whose standard; without it that of the house. */
const standard = z.object({ repository: text, folder: text, service: text });
export const standardSearch = (search: Record<string, unknown>): z.infer<typeof standard> =>
  standard.parse(search);

/** Only paths of this very page are gone back to after signing in. */
const signIn = z.object({
  to: oneOf(z.string().regex(/^\/(?![/\\])/)),
  /** Why an identity provider's answer let nobody in. */
  problem: oneOf(z.enum(OIDC_REFUSALS)),
});
export const signInSearch = (search: Record<string, unknown>): z.infer<typeof signIn> => signIn.parse(search);

/** How far back pictures look; without it, as far as fits each of them. */
const PERIODS = ['13w', '26w', '52w', '104w', '156w'] as const;
const day = oneOf(z.iso.date());
/** One filter for all insights: it stays when one goes from picture to picture. */
const insights = z.object({
  team: text,
  unit: text,
  tool: text,
  kind: oneOf(findingKind),
  priority: oneOf(priority),
  severity: oneOf(severity),
  period: oneOf(z.enum(PERIODS)),
  from: day,
  to: day,
  firstLooks: oneOf(z.enum(FIRST_LOOKS)),
  /** Only repositories without a check of this kind, or with this in their name. */
  missing: oneOf(findingKind.exclude(['manual'])),
  text,
  /** What open findings are split by. */
  split: oneOf(z.enum(OPEN_SPLITS)),
  /** Days that "fixed within" is about, and what it is told by. */
  within: oneOf(z.coerce.number().int().min(1).max(365)),
  by: oneOf(z.enum(FIX_GROUPS)),
  /** What deadlines are told by. */
  dueBy: oneOf(z.enum(DEADLINE_GROUPS)),
  /** What is compared, per what, in which order. */
  compare: oneOf(z.enum(['team', 'unit'])),
  size: oneOf(z.enum(['services', 'repositories'])),
  order: oneOf(z.enum(['name', 'size'])),
  /** Of targets. */
  quarter: oneOf(z.string().regex(QUARTER)),
});
export type InsightSearch = z.infer<typeof insights>;
export const insightSearch = (search: Record<string, unknown>): InsightSearch => insights.parse(search);

const wall = z.object({ team: text, unit: text });
export const wallSearch = (search: Record<string, unknown>): z.infer<typeof wall> => wall.parse(search);
