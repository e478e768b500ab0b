/**
 * What style elements that are made while the page runs must carry: the nonce of the answer that the page came with.
 * Empty where the page is served without one (development).
 */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
