import { type Candidate, type CompletionPlace, valueFlags } from './completion-words.js'
import { flags, spellings, takesValue } from './flags.js'
import { oneLine } from './text.js'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const listProfiles = `epilot profile list --json 2>/dev/null | grep -o '"name":"[^"]*"' | cut -d '"' -f 4`

const isList = (words: CompletionPlace['words']): words is Candidate[] => Array.isArray(words)

const fileFlags = spellingsOf('file')
const profileFlags = spellingsOf('profile')

function spellingsOf(kind: string): string[] {
  return flags.filter(({ completes }) => completes === kind).flatMap(spellings)
}

/** Flags with a fixed list of values. */
const listFlags = flags.flatMap((flag) =>
  Array.isArray(flag.completes) ? [{ names: spellings(flag), values: flag.completes }] : [],
)

// The words before the one to complete, without flags and their values, name a place.
const findPlace = (words: string, last: string): string => `
  local place= skip= word
  for word in ${words}; do
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      ${valueFlags.join('|')}) skip=1 ;;
      -*) ;;
      *) place="\${place:+$place }$word" ;;
    esac
  done
  local previous=${last}`

/** A completion script for bash. */
export function bashScript(places: CompletionPlace[]): string {
  const branches = places.map(({ after, words, flags: own, parameters }) => {
    const list = isList(words) ? words.map(({ value }) => value).join(' ') : ''
    return `    ${quote(after)}) words=${quote(list)} flags=${quote(own.flatMap(spellings).join(' '))} parameters=${quote(parameters.join(' '))}${isList(words) ? '' : ` more=${words}`} ;;`
  })
  return `# bash completion of epilot: source <(epilot completion bash)
_epilot() {
  local current=\${COMP_WORDS[COMP_CWORD]} words= flags= parameters= more=
${findPlace(`"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`, `\${COMP_WORDS[COMP_CWORD-1]}`).slice(1)}
  case $place in
${branches.join('\n')}
  esac
  case $previous in
    -p) words=$parameters flags= more= ;;
${listFlags.map(({ names, values }) => `    ${names.join('|')}) words=${quote(values.join(' '))} flags= more= ;;`).join('\n')}
    ${profileFlags.join('|')}) words= flags= more=profile ;;
    ${fileFlags.join('|')}) words= flags= more=file ;;
    ${valueFlags.join('|')}) return ;;
  esac
  [[ $current == -* ]] && words=$flags more=
  [[ $more == profile ]] && words=$(${listProfiles})
  if [[ $more == file ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -o bashdefault -F _epilot epilot
`
}

/** A completion script for zsh. */
export function zshScript(places: CompletionPlace[]): string {
  const describe = ({ value, description }: Candidate): string =>
    quote(`${value.replaceAll(':', '\\:')}:${oneLine(description, 100)}`)
  const branches = places.map(({ after, words, flags: own, parameters }) => {
    const flagWords = own.flatMap((flag) =>
      spellings(flag).map((value) => ({ value, description: flag.description })),
    )
    return `    (${quote(after)})
      words_=(${isList(words) ? words.map(describe).join(' ') : ''})
      flags_=(${flagWords.map(describe).join(' ')})
      parameters_=(${parameters.map(quote).join(' ')})${isList(words) ? '' : `\n      more=${words}`} ;;`
  })
  return `#compdef epilot
# zsh completion of epilot: source <(epilot completion zsh)
_epilot() {
  local current=$words[CURRENT] more=
  local -a words_ flags_ parameters_
${findPlace(`"\${(@)words[2,CURRENT-1]}"`, '$words[CURRENT-1]').slice(1)}
  case $place in
${branches.join('\n')}
  esac
  case $previous in
    (-p) (( $#parameters_ )) && compadd -S '' -- $parameters_; return ;;
${listFlags.map(({ names, values }) => `    (${names.join('|')}) compadd -- ${values.join(' ')}; return ;;`).join('\n')}
    (${profileFlags.join('|')}) more=profile ;;
    (${fileFlags.join('|')}) more=file ;;
    (${valueFlags.join('|')}) return ;;
  esac
  if [[ $current == -* ]]; then _describe flag flags_; return; fi
  case $more in
    (profile) compadd -- \${(f)"$(${listProfiles})"} ;;
    (file) _files ;;
    (*) _describe command words_ ;;
  esac
}
compdef _epilot epilot
`
}

/** A completion script for fish. */
export function fishScript(places: CompletionPlace[]): string {
  const complete = (after: string, rest: string): string =>
    `complete -c epilot -n ${quote(`__epilot_at ${quote(after)}`)} ${rest}`
  const lines = places.flatMap(({ after, words, flags: own, parameters }) => [
    ...(isList(words)
      ? words.map(({ value, description }) =>
          complete(after, `-f -a ${quote(value)} -d ${quote(oneLine(description, 100))}`),
        )
      : words === 'profile'
        ? [complete(after, `-f -a ${quote(`(${listProfiles})`)}`)]
        : []),
    ...own.map((flag) => complete(after, fishFlag(flag, parameters))),
  ])
  return `# fish completion of epilot: epilot completion fish | source
function __epilot_at
  set -l place
  set -l skip
  for word in (commandline -opc)[2..]
    if test -n "$skip"
      set skip
      continue
    end
    switch $word
      case ${valueFlags.join(' ')}
        set skip 1
      case '-*'
      case '*'
        set place $place $word
    end
  end
  test "$place" = "$argv"
end
complete -c epilot -f
${lines.join('\n')}
`
}

function fishFlag(flag: (typeof flags)[number], parameters: string[]): string {
  const names = spellings(flag).map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  )
  const values = flag.name === 'parameter' ? parameters : Array.isArray(flag.completes) ? flag.completes : []
  const candidates =
    flag.completes === 'profile'
      ? [`-a ${quote(`(${listProfiles})`)}`]
      : values.length
        ? [`-a ${quote(values.join(' '))}`]
        : []
  const takes = takesValue(flag) ? [flag.completes === 'file' ? '-r -F' : '-x'] : []
  return [...names, ...takes, ...candidates, `-d ${quote(flag.description)}`].join(' ')
}
