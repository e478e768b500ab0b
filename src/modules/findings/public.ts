/** The door: what other slices and the composition root use of the findings. */

export { findingRows, listFindings } from './queries.ts';
export { findingRoutes } from './routes.ts';
export { type Decided, FINDING_COLUMNS, ruleIdOf, type ScanPlace } from './rows.ts';
export {
  ensureStream,
  ensureTarget,
  type KnownFinding,
  loadByKeys,
  loadLive,
  loadRelatives,
  type Relative,
  rememberFinder,
  type Stream,
} from './store.ts';
export { keepFixes, type OwnedFix, refreshFixes } from './store-fixes.ts';
export {
  advanceStream,
  confirmStream,
  type FindingEvent,
  insertFindings,
  keepReasons,
  keepRules,
  markAbsent,
  markFixed,
  recordEvents,
  unsettleStream,
  updateFindings,
} from './store-write.ts';
