import ssh2 from 'ssh2'

const { STATUS_CODE } = ssh2.utils.sftp

/** An answer that is no: a code of the protocol, and a sentence for those clients that show it. */
export class Refusal extends Error {
  readonly code: number
  constructor(says: string, code: number = STATUS_CODE.FAILURE) {
    super(says)
    this.code = code
  }
}

export const noSuchFile = () => new Refusal('There is no such file.', STATUS_CODE.NO_SUCH_FILE)

export const notHere = () =>
  new Refusal(
    'Files are put into /in, under a plain name of at most 100 letters, and receipts are read from /receipts.',
    STATUS_CODE.PERMISSION_DENIED,
  )

/** What a client is told of a failure: never the path or the message of our own machine. */
export function answerTo(error: unknown): { code: number; says: string } {
  if (error instanceof Refusal) return { code: error.code, says: error.message }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return answerTo(noSuchFile())
  const says =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'There is no room for the file at the moment. Tell the host.'
      : 'Something went wrong here. Send the file again.'
  return { code: STATUS_CODE.FAILURE, says }
}
