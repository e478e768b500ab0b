/** Who may draft, approve and activate; the server holds everybody to it. */
export const mayChangePolicy = (roles: readonly string[]): boolean =>
  roles.includes('admin') || roles.includes('security');
