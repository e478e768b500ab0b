/** Words that names, paths and titles of a seeded house are made of. */
export const DOMAINS =
  'payments ledger checkout catalog search identity billing orders shipping returns loyalty pricing fraud risk reporting mobile web partner inventory warehouse invoicing messaging media support analytics onboarding treasury lending cards insurance claims routing'.split(
    ' ',
  );
export const NOUNS =
  'api gateway worker service portal console batch events sync store engine adapter proxy scheduler client core admin export importer rules'.split(
    ' ',
  );
export const TEAM_WORDS =
  'falcon otter maple granite harbor beacon summit river ember cedar atlas orbit quartz willow comet heron'.split(
    ' ',
  );
export const PACKAGES =
  'lodash express axios minimist semver ws tar glob-parent ansi-regex follow-redirects json5 qs moment jsonwebtoken node-fetch undici braces micromatch word-wrap tough-cookie log4j-core jackson-databind spring-web spring-core commons-text snakeyaml netty-handler tomcat-embed-core guava h2 requests urllib3 jinja2 pillow cryptography django flask pyyaml setuptools certifi aiohttp golang.org/x/net golang.org/x/crypto grpc-go openssl zlib libxml2 curl glibc busybox expat krb5 sqlite nginx rails rack nokogiri puma'.split(
    ' ',
  );
export const WEAKNESSES =
  'Prototype pollution|Denial of service by a regular expression|Path traversal|Deserialization of untrusted data|Improper certificate validation|Server-side request forgery|Heap buffer overflow|Use after free|Request smuggling|Open redirect|Exposure of credentials in logs|Uncontrolled resource consumption|XML external entities|Command injection|Integer overflow|Race condition'.split(
    '|',
  );
export const CODE_RULES =
  'SQL query built from input|Shell command built from input|Hard-coded key|Weak hash|Missing authorization check|Unescaped output in template|Cookie without Secure|Insecure random number|Unvalidated redirect|Debug mode left on|Path built from input|TLS verification off|JWT without verification|Regular expression from input|Object assigned from request|Log forging'.split(
    '|',
  );
export const CONFIG_RULES =
  'Bucket is readable by everybody|Container runs as root|No encryption at rest|Security group open to the world|Logging is off|Privileged pod|No resource limits|Public database|Key without rotation|Image without digest'.split(
    '|',
  );
export const SECRET_RULES =
  'AWS access key|Slack token|Private key|GitHub token|Database password|JSON web token|Google API key|Stripe key'.split(
    '|',
  );
export const WEB_RULES =
  'Cross-site scripting|Missing content security policy|SQL injection|Directory listing|Session fixation|Verbose error page|Missing HSTS|Insecure CORS|Clickjacking'.split(
    '|',
  );
export const MANUAL_RULES =
  'Account takeover by password reset|Orders of others readable by id|Price can be changed in the cart|Admin console without second factor|Webhook signature not checked|Rate limit can be walked around|Tenant isolation broken in export|Stored script in profile name'.split(
    '|',
  );
export const FOLDERS =
  'src lib app internal pkg services server client handlers controllers jobs models db infra deploy charts terraform scripts web ui auth common'.split(
    ' ',
  );
export const FILES =
  'index main handler router store query client session token user order export import parser render config upload payment report cache queue mailer audit search cart price'.split(
    ' ',
  );
export const SUFFIXES = '.ts .ts .ts .java .java .py .py .go .go .rb .kt .cs'.split(' ');
