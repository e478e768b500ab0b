/** Of answers that are no page (API, files, errors): a browser that shows one runs and loads nothing. */
const NOTHING = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Of the page: scripts and styles only from our own files, nothing inline. The component library writes its colour
 * variables and responsive rules into `<style>` elements: those carry the answer's own nonce.
 */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Sent with every answer. `same-origin` as referrer keeps the Origin header on our own forms. */
export const SECURITY_HEADERS = {
  'content-security-policy': NOTHING,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** Two years; only where people reach us over https. */
export const STRICT_TRANSPORT = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
} as const;
