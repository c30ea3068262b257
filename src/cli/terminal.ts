import pg from 'pg'
import pico from 'picocolors'
import { Fault } from '../kit/faults.ts'

/**
 * What a command says. Data goes to standard output and everything said about it to standard error, so that
 * `family-hub … --json | jq` gets only data. Nothing personal is ever said.
 */
export type Terminal = {
  colours: ReturnType<typeof pico.createColors>
  /** The result itself. */
  data(text: string): void
  /** What is happening; left out by `--quiet`. */
  say(text: string): void
  /** More of it, only with `--verbose`. */
  tell(text: string): void
  /** What went wrong, in plain words. */
  complain(error: unknown): void
  progress(what: string): Progress
}

/** A piece of long work: its rate is shown, and what remains where the whole is known. */
export type Progress = { at(done: number, of?: number): void; end(words?: string): void }

export type TerminalOptions = { quiet?: boolean; verbose?: boolean; colour?: boolean }

const NEXT_LINE_MS = 5000
const NEXT_FRAME_MS = 100

export function openTerminal(options: TerminalOptions = {}): Terminal {
  const colours = pico.createColors(wantsColour(options))
  const err = (text: string) => void process.stderr.write(text)
  const say = (text: string) => {
    if (!options.quiet) err(`${text}\n`)
  }
  return {
    colours,
    data: text => void process.stdout.write(`${text}\n`),
    say,
    tell: text => {
      if (options.verbose) err(`${text}\n`)
    },
    complain: error => err(`${colours.red(wordsOf(error))}\n${options.verbose ? tracesOf(error) : ''}`),
    progress: what => (options.quiet ? { at: () => {}, end: () => {} } : showProgress(what, say, err)),
  }
}

/** https://no-color.org: a set and non-empty NO_COLOR means none. */
function wantsColour({ colour }: TerminalOptions): boolean {
  if (colour === false || process.env['NO_COLOR']) return false
  return process.stderr.isTTY === true && process.env['TERM'] !== 'dumb'
}

/** On a terminal one line that changes; in a log a new line now and then. */
function showProgress(what: string, say: (text: string) => void, err: (text: string) => void): Progress {
  const started = Date.now()
  const moving = process.stderr.isTTY === true
  let shown = started
  return {
    at: (done, of) => {
      const now = Date.now()
      if (now - shown < (moving ? NEXT_FRAME_MS : NEXT_LINE_MS)) return
      shown = now
      const line = `${what}: ${progressWords(done, of, (now - started) / 1000)}`
      if (moving) err(`\r\x1b[2K${line}`)
      else say(line)
    },
    end: words => {
      if (moving) err('\r\x1b[2K')
      say(words ?? `${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
    },
  }
}

/** `12,000 of 60,000 (4,000/s, 12 s left)` */
export function progressWords(done: number, of: number | undefined, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0
  const left = of !== undefined && rate > 0 ? `, ${Math.ceil((of - done) / rate)} s left` : ''
  const whole = of === undefined ? '' : ` of ${count(of)}`
  return `${count(done)}${whole} (${count(Math.round(rate))}/s${left})`
}

/** A number as people read it: `12,000`. */
export function count(number: number): string {
  return number.toLocaleString('en-GB')
}

/** A database's own message may quote a value from a row, so only its code and place are shown. */
function wordsOf(error: unknown): string {
  if (error instanceof Fault) return error.message
  if (error instanceof pg.DatabaseError) {
    const place = [error.schema, error.table, error.constraint].filter(Boolean).join('.')
    return `The database refused a statement (${[error.code, place].filter(Boolean).join(', ')}).`
  }
  return error instanceof Error ? error.message : String(error)
}

function tracesOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const places = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  const cause = error.cause === undefined ? '' : `Because: ${wordsOf(error.cause)}\n${tracesOf(error.cause)}`
  return `${places.join('\n')}\n${cause}`
}
