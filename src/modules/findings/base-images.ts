/** An image that other scanned images are built on. */
export interface BaseImage {
  targetId: string;
  /** Its reference. */
  key: string;
}

/** How an image stands that a fix waits for. */
export interface BaseState {
  key: string;
  /** Name of the team that owns it. */
  owner: string;
  /** Something is still to be fixed in it. */
  waits: boolean;
}

/** What the owner of an image is told of weaknesses that come with another one. */
export const baseWords = ({ key, owner, waits }: BaseState): string =>
  waits
    ? `Comes from base image ${key}, owned by ${owner}: rebuild after it is fixed.`
    : `Comes from base image ${key}, owned by ${owner}, where nothing is left to fix: rebuild on the newest one.`;

/** An image with all the layers that its newest report lists. */
export interface LayeredImage extends BaseImage {
  layers: readonly string[];
}

/**
 * Which image each layer comes from: an image is the base of another when its layers are a proper, non-empty
 * part of the other's; a layer comes from the smallest such base that has it. Images of equal layers are
 * nobody's base, and layers that no other image explains are the image's own: both are missing in the answer.
 * @param layers of the image itself, all of them: a part of them would make siblings look like bases
 */
export function originsOf(
  layers: readonly string[],
  others: readonly LayeredImage[],
): ReadonlyMap<string, BaseImage> {
  const own = new Set(layers);
  const bases = others
    .map(({ targetId, key, layers: theirs }) => ({ targetId, key, theirs: new Set(theirs) }))
    .filter(({ theirs }) => theirs.size > 0 && theirs.size < own.size)
    .filter(({ theirs }) => [...theirs].every((layer) => own.has(layer)))
    // The smallest first; of equal ones (two tags of one image) always the same.
    .sort((a, b) => a.theirs.size - b.theirs.size || (a.key < b.key ? -1 : 1));
  const origins = new Map<string, BaseImage>();
  for (const { targetId, key, theirs } of bases) {
    for (const layer of theirs) if (!origins.has(layer)) origins.set(layer, { targetId, key });
  }
  return origins;
}
