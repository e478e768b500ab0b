/** With forward secrecy, and either authenticated encryption or CBC with SHA-2; version 1.3 has no others. */
const SOUND = /^TLS_(?:AES|CHACHA20)_|^TLS_(?:EC)?DHE_(?!anon).*_(?:GCM_|CCM|CHACHA20_|CBC_SHA(?:256|384)$)/;
const WEAK = /_(?:NULL|EXPORT|RC4|DES|3DES|SEED|IDEA|CAMELLIA|anon)_/;

/** Those of a server's suites that a careful administrator would turn off. */
export const weakSuites = (suites: readonly string[]): string[] =>
  suites.filter((suite) => !SOUND.test(suite) || WEAK.test(suite));
