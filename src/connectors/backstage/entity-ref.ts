/**
 * `[kind:][namespace/]name` in full and in small letters, by which Backstage compares them ("String references").
 * @param context what is meant where the reference leaves it out
 * @returns null for a text that is no reference
 */
export function fullRef(reference: string, context: { kind: string; namespace: string }): string | null {
  const [, kind, namespace, name] =
    /^(?:([^:/\s]+):)?(?:([^:/\s]+)\/)?([^:/\s]+)$/.exec(reference.trim()) ?? [];
  if (!name) return null;
  return `${kind ?? context.kind}:${namespace ?? context.namespace}/${name}`.toLowerCase();
}
