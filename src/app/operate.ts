/** What the command line may load lazily: the commands that need the house. */

export { demo } from './demo.ts';
export { tokenAdd, userAdd } from './operate-access.ts';
export { aliasesLoad } from './operate-aliases.ts';
export { auditExport, auditVerify } from './operate-audit.ts';
export { backupTo, restoreFrom } from './operate-backup.ts';
export {
  connectionAdd,
  connectionDirectory,
  connectionList,
  connectionRemove,
  connectionSweep,
  connectionTest,
} from './operate-connections.ts';
export { keyRotate } from './operate-keys.ts';
export { migrateOnly, start, worker } from './start.ts';
