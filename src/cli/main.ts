import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { AppError } from '../kernel/errors.ts';
import { terminalIo } from './io.ts';

/**
 * The `lanekeeper` command. Each command loads its own code when it is called, so that `--version` and
 * mistakes answer at once.
 */
const io = terminalIo();
const program = new Command('lanekeeper')
  .description('Every security result reaches the one team that owns the code.')
  .version(readVersion())
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => write(`lanekeeper: LK-USAGE: ${text.replace(/^error: /, '')}`),
  })
  .showHelpAfterError('(add --help for what there is)');

const json = new Option('--json', 'one JSON document per line, for programs');

const mapping = new Option(
  '--mapping <file>',
  'says where the results stand in a format without a reader (docs/mapping.md)',
);

/** Of an option that may be given several times. */
const each = (value: string, before: string[] = []) => [...before, value];

const run =
  <Args extends unknown[]>(command: (...args: Args) => Promise<number>) =>
  async (...args: Args): Promise<void> => {
    process.exitCode = await command(...args);
  };

program
  .command('read')
  .argument('<paths...>', 'report files; folders are walked')
  .option('--tool <id>', 'reader to use instead of recognising the content')
  .addOption(mapping)
  .option('--full', 'with --json: the results themselves')
  .addOption(json)
  .description('recognise and read reports, without a server')
  .action(run(async (paths, options) => (await import('./read.ts')).readCommand(paths, options, io)));

program
  .command('track')
  .argument('<before>')
  .argument('<after>')
  .option('--renames <file>', 'JSON list of [old path, new path]')
  .option('--tool <id>')
  .addOption(mapping)
  .addOption(json)
  .description('align two reports of one target')
  .action(
    run(async (before, after, options) =>
      (await import('./track.ts')).trackCommand(before, after, options, io),
    ),
  );

program
  .command('owner')
  .argument('[paths...]')
  .option('--resource <kind:key>', 'instead of paths: an image, a cloud account, a host, a URL …')
  .option('--repo <dir>', 'the repository', '.')
  .option('--teams <file>', 'organisation.yaml or a list of teams')
  .addOption(json)
  .description('who owns a path (- reads them from standard input) or a resource, and why; without a server')
  .action(run(async (paths, options) => (await import('./owner.ts')).ownerCommand(paths, options, io)));

const about = program.command('about').description('the ownership file of a repository');
about
  .command('check')
  .argument('[dir]', 'the repository', '.')
  .option('--teams <file>', 'organisation.yaml or a list of teams; without it names of teams are not judged')
  .option('--base <ref>', 'a branch or commit, such as origin/main: judge what the change does')
  .option('--github', 'annotations for a workflow of GitHub Actions')
  .addOption(json)
  .description('validate about.yaml and CODEOWNERS; exit 1 when an error stands')
  .action(run(async (dir, options) => (await import('./about.ts')).aboutCheckCommand(dir, options, io)));

about
  .command('propose')
  .argument('[dir]', 'the repository', '.')
  .option('--teams <file>', 'organisation.yaml or a list of teams: maps handles and people to teams')
  .option(
    '--admin-team <handle>',
    'a team that administers it on the code host, such as @org/payments; repeatable',
    each,
  )
  .option('--deep', 'also for folders with a manifest of their own, where another team is at work')
  .option('--write', 'write the files instead of printing them; none is ever overwritten')
  .addOption(json)
  .description('draft an about.yaml, the owner guessed with its evidence; exit 1 when there is not enough')
  .action(
    run(async (dir, options) => (await import('./about-propose.ts')).aboutProposeCommand(dir, options, io)),
  );

const policy = program.command('policy').description('how urgent, by when');
policy
  .command('decide')
  .requiredOption('--facts <file>', 'JSON lines of facts; - for standard input')
  .option('--policy <file>', 'a policy document; else the shipped default')
  .addOption(json)
  .description('what would be decided, without a server')
  .action(run(async (options) => (await import('./policy.ts')).policyDecideCommand(options, io)));
policy
  .command('check')
  .argument('<file>')
  .addOption(json)
  .description('validate a policy document; exit 2 when it cannot be used')
  .action(
    run(async (file, options) => (await import('./policy-check.ts')).policyCheckCommand(file, options, io)),
  );

policy
  .command('backtest')
  .argument('<file>')
  .option('--wait', 'until it is done (the default)')
  .option('--no-wait', 'only ask for it, and print its id')
  .addOption(json)
  .description('what a document would change over the open findings of the server')
  .action(
    run(async (file, options) =>
      (await import('./policy-backtest.ts')).policyBacktestCommand(file, options, io),
    ),
  );
policy
  .command('explain')
  .argument('<finding>', 'its id, such as fnd_…')
  .addOption(json)
  .description('how a finding was decided, and the same asked again; exit 1 when it comes out otherwise')
  .action(
    run(async (finding, options) =>
      (await import('./policy-explain.ts')).policyExplainCommand(finding, options, io),
    ),
  );

program
  .command('ingest')
  .argument('<reports...>')
  .option('--repo <name>', 'the repository that was scanned')
  .option('--target <kind:key>', 'what was scanned, when it is not a repository')
  .option('--commit <sha>')
  .option('--branch <name>')
  .option('--tool <id>', 'reader to use instead of recognising the content')
  .option('--category <name>', 'tells several runs of one tool apart')
  .option('--coverage <file>', 'JSON: what the scan looked at')
  .option('--at <time>', 'time of the commit or run, ISO 8601')
  .option(
    '--source <dir>',
    'checkout that was scanned: sends the lines that a report names without showing them',
  )
  .option('--partial', 'not everything was scanned: nothing is closed')
  .option('--wait', 'until it is worked on, and print what changed')
  .option('--trust', 'sign in as this pipeline of GitHub Actions or GitLab; so it is where no token is given')
  .addOption(json)
  .description('send reports to the server (LANEKEEPER_URL, LANEKEEPER_TOKEN)')
  .action(run(async (reports, options) => (await import('./ingest.ts')).ingestCommand(reports, options, io)));

const operate = () => import('../app/operate.ts');
program
  .command('start')
  .option('--no-workers', 'serve only; other processes work on jobs')
  .description('server, workers and page on this machine’s own data')
  .action(run(async (options) => (await operate()).start(options, io)));
program
  .command('worker')
  .description('only work on jobs, beside a server that runs elsewhere')
  .action(run(async () => (await operate()).worker(io)));
program
  .command('demo')
  .option('--once', 'a fresh temporary database; end when the work is done')
  .addOption(json)
  .description('the main job on the example organisation')
  .action(run(async (options) => (await operate()).demo(options, io)));
program
  .command('migrate')
  .description('bring the database to this version')
  .action(run(async () => (await operate()).migrateOnly(io)));
const key = program.command('key').description('the key that seals report bytes and secrets of connections');
key
  .command('rotate')
  .description('seal with a new key from now on; earlier ones still open what they sealed')
  .action(run(async () => (await operate()).keyRotate(io)));

program
  .command('backup')
  .argument('<file>')
  .option('--with-keys', 'put the keys into the file too: whoever has it can read every report')
  .description('copy every table and blob into one file')
  .action(run(async (file, options) => (await operate()).backupTo(file, options, io)));
program
  .command('restore')
  .argument('<file>')
  .description('from a backup into an empty database')
  .action(run(async (file) => (await operate()).restoreFrom(file, io)));

const aliases = program.command('aliases').description('which names mean the same vulnerability');
aliases
  .command('load')
  .argument('[source]', 'OSV records as zip, lines or JSON: a file or a URL; else LANEKEEPER_OSV')
  .addOption(json)
  .description('load the names of vulnerabilities now; the server does it daily')
  .action(run(async (source, options) => (await operate()).aliasesLoad(source, options, io)));

const connection = program.command('connection').description('outside systems: code hosts, directories');
connection
  .command('add')
  .argument('<file>', 'YAML with `connections:`; secrets as env:NAME or file:PATH')
  .addOption(json)
  .description('make connections, or bring them to what the file says')
  .action(run(async (file, options) => (await operate()).connectionAdd(file, options, io)));
connection
  .command('list')
  .addOption(json)
  .description('connections, and whether they work')
  .action(run(async (options) => (await operate()).connectionList(options, io)));
connection
  .command('test')
  .argument('<key>')
  .addOption(json)
  .description('whether a connection works, and if not, what is missing')
  .action(run(async (key, options) => (await operate()).connectionTest(key, options, io)));
connection
  .command('sweep')
  .argument('<key>')
  .option('--accept-vanished', 'archive what is not listed any more, even if it is more than half')
  .addOption(json)
  .description('look at every repository of a code host now')
  .action(run(async (key, options) => (await operate()).connectionSweep(key, options, io)));
connection
  .command('directory')
  .argument('<key>')
  .option('--accept-vanished', 'let people and teams go even when it is more than half of all')
  .addOption(json)
  .description('read people and teams of a directory now')
  .action(run(async (key, options) => (await operate()).connectionDirectory(key, options, io)));
connection
  .command('remove')
  .argument('<key>')
  .description('remove a connection; what it listed stays known')
  .action(run(async (key) => (await operate()).connectionRemove(key, io)));

const user = program.command('user').description('people');
user
  .command('add')
  .argument('<email>')
  .option('--name <name>')
  .option('--role <role...>', 'developer, champion, partner, manager, leader, security, admin')
  .addOption(json)
  .description('add a person and print a sign-in link, once')
  .action(run(async (email, options) => (await operate()).userAdd(email, options, io)));
const token = program.command('token').description('API tokens');
token
  .command('add')
  .argument('<name>')
  .option('--scope <scope...>', 'scans:write, read, admin')
  .option('--days <n>', 'days until it expires')
  .addOption(json)
  .description('make a token and print it, once')
  .action(run(async (name, options) => (await operate()).tokenAdd(name, options, io)));
const trail = program.command('audit').description('the trail of who changed what');
trail
  .command('verify')
  .option('--head <seq:hash>', 'a head that was written down before: the trail must still hold it')
  .addOption(json)
  .description('check every seal of the trail; exit status 1 with the first place that is not what it was')
  .action(run(async (options) => (await operate()).auditVerify(options, io)));
trail
  .command('export')
  .option('--format <format>', 'ndjson or csv', 'ndjson')
  .option('--actor <label>', 'who: an email, token:NAME or service:KEY')
  .option('--action <action>', 'what: ticket.change, or ticket for all of tickets')
  .option('--subject <id>', 'to what')
  .option('--from <time>', 'from this day or time on')
  .option('--to <time>', 'until before this day or time')
  .description('print the trail, oldest first, with its seals')
  .action(run(async (options) => (await operate()).auditExport(options, io)));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** One line that says what, where and what to do; the code decides the exit status. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AppError) {
    io.err(`lanekeeper: ${error.code}: ${error.message.replace(/\.$/, '')}. ${error.card.help}`);
    return error.card.exit;
  }
  io.err(`lanekeeper: LK-BUG: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env['LANEKEEPER_LOG'] === 'debug') io.err(error instanceof Error ? (error.stack ?? '') : '');
  return 70;
}

function readVersion(): string {
  return (
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  ).version;
}
