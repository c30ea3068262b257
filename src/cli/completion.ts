import type { Command } from 'commander'
import { openTerminal } from './terminal.ts'

/** Words for bash: the commands first, then the options of the one that was typed, then files. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print the completion script for bash')
    .description('Prints the completion script for bash.')
    .addHelpText('before', 'Example:\n  source <(family-hub completion)\n')
    .action(() => openTerminal().data(scriptOf(program)))
}

function scriptOf(program: Command): string {
  // A command of two words is completed as its first word and one of its words.
  const byFirst = Map.groupBy(program.commands, command => command.name().split(' ')[0]!)
  const names = [...byFirst.keys()]
  const cases = [...byFirst].map(([name, commands]) => {
    const seconds = commands.flatMap(command => command.name().split(' ').slice(1))
    const options = [...commands, program].flatMap(one => one.options).flatMap(option => option.long ?? [])
    return `    ${name}) words="${[...new Set([...seconds, ...options])].join(' ')}" ;;`
  })
  return [
    '_family_hub() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" words',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="${names.join(' ')} --help --version"; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o default -F _family_hub family-hub',
  ].join('\n')
}
