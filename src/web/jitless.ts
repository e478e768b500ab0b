import { config } from 'zod';

// zod compiles schemas with `new Function` where it may; the content security policy forbids it, so do
// not even try (a try is reported). This module must be imported before any schema is made.
config({ jitless: true });
