import * as auth from './commands/auth.js'
import { completion } from './commands/completion.js'
import { emulator } from './commands/emulator.js'
import { generate } from './commands/generate.js'
import * as profile from './commands/profile.js'
import { verify } from './commands/verify.js'
import type { Context } from './context.js'
import type { FlagName } from './flags.js'

/** One of the program's own commands: data for parser, help, completion and docs, and a handler. */
export interface Command {
  /** As typed: `auth login`. */
  name: string
  summary: string
  /** Operands, as help prints them: `<name>`, `[token | -]`. */
  operands?: string
  /** Fewest and most operands. @default [0, 0] */
  arity?: [number, number]
  /** What the operands may be, where that is a fixed list, or names of profiles. */
  completes?: string[] | 'profile' | 'file'
  /** Flags it takes beside the common ones. */
  flags: FlagName[]
  examples: string[]
  /** @returns the exit code, if it isn't 0. */
  run: (context: Context) => Promise<number | undefined>
}

export const commands: Command[] = [
  {
    name: 'auth login',
    summary: 'Store a token for later calls',
    flags: ['profile', 'token', 'withToken'],
    examples: ['epilot auth login', 'cat token.txt | epilot auth login --with-token'],
    run: auth.login,
  },
  {
    name: 'auth status',
    summary: 'Show which token is in use, and until when',
    flags: ['profile', 'token', 'server'],
    examples: ['epilot auth status'],
    run: auth.status,
  },
  {
    name: 'auth logout',
    summary: 'Remove the stored token',
    flags: ['profile'],
    examples: ['epilot auth logout'],
    run: auth.logout,
  },
  {
    name: 'auth verify',
    summary: 'Check the signature of a token against the published keys',
    operands: '[token | -]',
    arity: [0, 1],
    flags: ['profile', 'token', 'server'],
    examples: ['epilot auth verify', 'cat token.txt | epilot auth verify -'],
    run: verify,
  },
  {
    name: 'profile create',
    summary: 'Create a profile, or change what is given of an existing one',
    operands: '<name>',
    arity: [1, 1],
    flags: ['server', 'token', 'withToken', 'header'],
    examples: [
      'epilot profile create staging -s https://access-token.staging.example --with-token < token.txt',
    ],
    run: profile.create,
  },
  {
    name: 'profile use',
    summary: 'Make a profile the active one',
    operands: '<name>',
    arity: [1, 1],
    completes: 'profile',
    flags: [],
    examples: ['epilot profile use staging'],
    run: profile.use,
  },
  {
    name: 'profile list',
    summary: 'List the profiles',
    flags: [],
    examples: ['epilot profile list'],
    run: profile.list,
  },
  {
    name: 'profile show',
    summary: 'Show a profile (default: the one in use), secrets masked',
    operands: '[name]',
    arity: [0, 1],
    completes: 'profile',
    flags: ['profile'],
    examples: ['epilot profile show staging'],
    run: profile.show,
  },
  {
    name: 'profile delete',
    summary: 'Delete a profile',
    operands: '<name>',
    arity: [1, 1],
    completes: 'profile',
    flags: [],
    examples: ['epilot profile delete staging'],
    run: profile.remove,
  },
  {
    name: 'completion',
    summary: 'Print a completion script for a shell',
    operands: 'bash|zsh|fish',
    arity: [1, 1],
    completes: ['bash', 'zsh', 'fish'],
    flags: [],
    examples: ['source <(epilot completion bash)', 'epilot completion fish | source'],
    run: completion,
  },
  {
    name: 'emulator',
    summary: 'Start the Access Token API, or a mock of any other, on this machine',
    flags: ['port', 'definition'],
    examples: ['epilot emulator', 'epilot emulator --definition openapi.yaml --port 4010'],
    run: emulator,
  },
  {
    name: 'generate',
    summary: 'Write a typed client from an OpenAPI document',
    operands: '[file|URL]',
    arity: [0, 1],
    completes: 'file',
    flags: ['name', 'out', 'docs', 'config', 'check'],
    examples: [
      'epilot generate entity.yaml --name entity --out src/epilot/entity',
      'epilot generate --check',
    ],
    run: generate,
  },
]

/** First words of all commands: no API may be called so. */
export const commandWords: string[] = [
  ...new Set([...commands.map(({ name }) => name.split(' ')[0] ?? name), 'help']),
]

/** Commands that start with a word: the group `auth`, or the one command `completion`. */
export const commandsUnder = (word: string): Command[] =>
  commands.filter(({ name }) => name === word || name.startsWith(`${word} `))

/** Variables that the program reads, for help and docs. */
export const variables: { name: string; description: string }[] = [
  { name: 'EPILOT_TOKEN', description: 'Token, where neither --token nor --profile gives one' },
  { name: 'EPILOT_PROFILE', description: 'Profile, where --profile is not given' },
  { name: 'EPILOT_SERVER', description: 'Server base URL, where neither -s nor --profile gives one' },
  { name: 'XDG_CONFIG_HOME', description: 'Where epilot/ with logins and profiles is (default: ~/.config)' },
  { name: 'VISUAL, EDITOR', description: 'Editor for request bodies' },
  { name: 'NO_COLOR', description: 'Any value switches colours off' },
]
