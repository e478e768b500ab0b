import { z } from 'zod';
import { ASK_KINDS } from '../../contract/ask-kinds.ts';
import { COVERAGE_STATES } from '../../contract/coverage.ts';
import { SCAN_STATES } from '../../contract/scans.ts';
import { findingKind, priority, severity, targetKind } from '../../contract/shapes.ts';
import { MODES } from '../../kernel/decision.ts';

/**
 * What stands after the `?` of a page's address. Whatever somebody typed there, the page still opens:
 * what cannot be read counts as not set.
 */
const oneOf = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);
/** The router reads `?text=404` as a number. */
const text = oneOf(z.coerce.string().trim().min(1).max(500));
const flag = oneOf(z.literal(true));

const findings = z.object({
  team: text,
  state: oneOf(z.enum(['open', 'fixed', 'excepted', 'all'])),
  priority: oneOf(priority),
  severity: oneOf(severity),
  kind: oneOf(findingKind),
  tool: text,
  repository: text,
  unowned: flag,
  fix: text,
  scan: text,
  text,
});
export type FindingSearch = z.infer<typeof findings>;
export const findingSearch = (search: Record<string, unknown>): FindingSearch => findings.parse(search);

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
const signIn = z.object({ to: oneOf(z.string().regex(/^\/(?![/\\])/)) });
export const signInSearch = (search: Record<string, unknown>): z.infer<typeof signIn> => signIn.parse(search);
