/** The door: what other slices and the composition root use of the findings. */

export type { BaseImage } from './base-images.ts';
export { claimFix, refuteClaims } from './claims.ts';
export type { FindingClock, KeptDate } from './clocks/clock.ts';
export {
  keepClocks,
  loadRemembered,
  type Remembered,
  waitingBases,
  waitingFixes,
} from './clocks/store-clocks.ts';
export { type ClosingDeps, closeByHand, reopenByHand } from './close-by-hand.ts';
export { objectionToClosing } from './closing.ts';
export { correlateScan } from './correlation/correlate-touched.ts';
export {
  ALIASES_KEY,
  correlateTargetsJob,
  REFRESH_ALIASES_CRON,
  refreshAliasesJob,
  scheduleAliasRefresh,
} from './correlation/feed/jobs.ts';
export { FeedProblem, recordsOfFile } from './correlation/feed/osv-records.ts';
export { type Download, refreshAliases } from './correlation/feed/refresh-aliases.ts';
export { aliasFeed } from './correlation/feed/store-aliases.ts';
export { rowAndCorrelation } from './correlation/page.ts';
export { loadAliases } from './correlation/store-load.ts';
export { endAboveCeiling } from './exceptions/above-ceiling.ts';
export type { ExceptionDeps } from './exceptions/apply.ts';
export { coverCompanions } from './exceptions/cover-companions.ts';
export type { Coverings } from './exceptions/coverings.ts';
export type { Exempt } from './exceptions/exempt.ts';
export { type ExceptionKind, type Extent, NO_EXTENT } from './exceptions/extent.ts';
export { loadCoverings } from './exceptions/load-coverings.ts';
export { placeOfTarget } from './exceptions/place-of-target.ts';
export { markSettled, settleException } from './exceptions/settle.ts';
export { planSettling, settleExceptionJob } from './exceptions/settle-jobs.ts';
export {
  addWords,
  type ExceptionWord,
  findException,
  insertExceptions,
  type NewException,
  renewExceptions,
  revokeExceptions,
  type StoredException,
  selectExceptions,
  updateException,
  wordsOf,
} from './exceptions/store.ts';
export { type Measured, measureExtent } from './exceptions/store-extent.ts';
export { allIds } from './explore/all-ids.ts';
export { keepSearch } from './explore/keep-search.ts';
export { listFindings } from './explore/list.ts';
export { tallyFindings } from './explore/tally.ts';
export { findingRoutes } from './routes.ts';
export { type Decided, routeOf, type ScanPlace } from './rows.ts';
export {
  ensureStream,
  ensureTarget,
  type KnownFinding,
  loadByKeys,
  loadLive,
  rememberFinder,
  type Stream,
} from './store.ts';
export { advisoriesOf } from './store-advisories.ts';
export {
  openIdsNaming,
  openIdsOfRules,
  openIdsOfStream,
  openIdsToReview,
  openIdsWaitingOtherwise,
} from './store-concerned.ts';
export {
  type DecidableFinding,
  findDecided,
  loadDecidable,
  loadMovable,
  loadReasonServices,
  loadReasons,
  type MovableFinding,
  type NewDecision,
  type StoredReason,
  updateDecisions,
} from './store-decisions.ts';
export { keepFixes, type OwnedFix, refreshFixes } from './store-fixes.ts';
export { keepLayers, loadOrigins } from './store-layers.ts';
export {
  markMoved,
  markUnowned,
  type OwnedFinding,
  type OwnerChange,
  readOwned,
  streamsOf,
  updateOwners,
} from './store-owners.ts';
export {
  advanceBranch,
  type BranchScan,
  confirmUnder,
  findBranchScan,
  forgetBranches,
  leaveDefault,
  loadPresence,
  noPresence,
  type PresenceNow,
  storePresence,
} from './store-presence.ts';
export {
  advanceStream,
  confirmStream,
  type FindingEvent,
  insertFindings,
  markAbsent,
  markFixed,
  recordEvents,
  unsettleStream,
  updateFindings,
} from './store-write.ts';
export { ruleIdOf } from './stored-names.ts';
export { lockTarget, tryLockTarget } from './target-lock.ts';
export { keepReasons, keepRules, type Reason } from './vocabulary.ts';
