/** One flag, as the parser, help, completion and the docs read it. */
export interface Flag {
  name: FlagName
  /** As the parser takes it: `-t, --token <token>`. */
  syntax: string
  /** As help and docs print it, where that differs from the syntax. */
  usage?: string
  description: string
  /** May be given more than once. */
  repeats?: boolean
  /** Of commands only: calls of an API have no use for it. */
  commandOnly?: boolean
  /** Values that completion offers: fixed ones, files or profile names. */
  completes?: string[] | 'file' | 'profile'
}

/** The flags of one command line. Absent: not given. */
export interface Flags {
  parameter?: string[]
  data?: string
  header?: string[]
  token?: string
  profile?: string
  server?: string
  include?: boolean
  json?: boolean
  verbose?: boolean
  jsonata?: string
  definition?: string
  guided?: boolean
  /** `false` with `--no-interactive`. */
  interactive?: boolean
  timeout?: string
  dryRun?: boolean
  output?: string
  yes?: boolean
  config?: string
  withToken?: boolean
  port?: string
  out?: string
  name?: string
  check?: boolean
  docs?: string
  help?: boolean
  version?: boolean
}

export type FlagName = keyof Flags

/** The flags of the reference page first, in its order. */
export const flags: Flag[] = [
  {
    name: 'parameter',
    syntax: '-p <key=value>',
    usage: '-p key=value',
    description: 'Set a named parameter',
    repeats: true,
  },
  {
    name: 'data',
    syntax: '-d <json>',
    usage: "-d '{...}'",
    description: 'Request body JSON',
    completes: 'file',
  },
  {
    name: 'header',
    syntax: '-H <header>',
    usage: "-H 'Key: Value'",
    description: 'Custom header',
    repeats: true,
  },
  {
    name: 'token',
    syntax: '-t, --token <token>',
    description: 'Bearer token for authentication',
  },
  {
    name: 'profile',
    syntax: '--profile <name>',
    description: 'Use a named profile',
    completes: 'profile',
  },
  {
    name: 'server',
    syntax: '-s, --server <url>',
    description: 'Override server base URL',
  },
  { name: 'include', syntax: '-i, --include', description: 'Include response headers in output' },
  { name: 'json', syntax: '--json', description: 'Output raw JSON (no formatting)' },
  { name: 'verbose', syntax: '-v, --verbose', description: 'Verbose output (show request details)' },
  { name: 'jsonata', syntax: '--jsonata <expr>', description: 'JSONata expression to transform response' },
  {
    name: 'definition',
    syntax: '--definition <file>',
    description: 'Override OpenAPI spec file/URL',
    completes: 'file',
  },
  { name: 'guided', syntax: '--guided', description: 'Prompt for all parameters interactively' },
  {
    name: 'interactive',
    syntax: '--no-interactive',
    description: 'Disable interactive prompts',
  },
  { name: 'timeout', syntax: '--timeout <ms>', description: 'Bound the whole call, such as 5000 or 30s' },
  { name: 'dryRun', syntax: '--dry-run', description: 'Print the request as a curl line, send nothing' },
  {
    name: 'output',
    syntax: '--output <format>',
    usage: '--output json|table',
    description: 'Format of the answer',
    completes: ['json', 'table'],
  },
  { name: 'yes', syntax: '-y, --yes', description: 'Skip the confirmation of a deletion' },
  {
    name: 'config',
    syntax: '--config <file>',
    description: 'Add the APIs of an epilot.config.json',
    completes: 'file',
  },
  {
    name: 'withToken',
    syntax: '--with-token',
    description: 'Read the token from stdin',
    commandOnly: true,
  },
  { name: 'port', syntax: '--port <number>', description: 'Port to listen on', commandOnly: true },
  {
    name: 'name',
    syntax: '--name <name>',
    description: "The API's name on the facade",
    commandOnly: true,
  },
  {
    name: 'out',
    syntax: '--out <folder>',
    description: 'Folder to write into',
    commandOnly: true,
    completes: 'file',
  },
  {
    name: 'check',
    syntax: '--check',
    description: 'Write nothing; fail when a file is not up to date',
    commandOnly: true,
  },
  {
    name: 'docs',
    syntax: '--docs <folder>',
    description: 'Write the reference pages too',
    commandOnly: true,
    completes: 'file',
  },
  { name: 'help', syntax: '-h, --help', description: 'Show help' },
  { name: 'version', syntax: '--version', description: 'Show the version' },
]

/** Flags that every command takes. */
export const commonFlags: FlagName[] = ['json', 'interactive', 'help', 'version']

/** Flags of a call, in the order of the reference page. */
export const callFlags: FlagName[] = flags.filter((flag) => !flag.commandOnly).map((flag) => flag.name)

/** Every spelling of a flag: `-t`, `--token`. */
export const spellings = (flag: Flag): string[] => flag.syntax.match(/(?<![\w<-])--?[\w-]+/g) ?? []

/** Whether a flag takes a value. */
export const takesValue = (flag: Flag): boolean => flag.syntax.includes('<')

/** As help and docs print a flag. */
export const flagUsage = (flag: Flag): string => flag.usage ?? flag.syntax
