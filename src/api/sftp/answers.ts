/** The answers of one SFTP session, and how much of them the client has left unread: it stays in our memory until then. */

import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2'

/** A client that reads asks for some dozens of pieces ahead, of 64 KB at most. */
const MOST_UNREAD_BYTES = 16 * 1024 ** 2
/** About what an answer takes that carries no data, its buffer included. */
const SMALL = 200

export type Answers = {
  status(request: number, code: number, says?: string): void
  handle(request: number, id: Buffer): void
  data(request: number, piece: Buffer): void
  name(request: number, names: FileEntry[]): void
  attrs(request: number, attributes: Attributes): void
}

/** `unread` says what lies in the socket; `cutOff` is called where the client only asks and does not read. */
export function answersOf(sftp: SFTPWrapper, unread: () => number, cutOff: () => void): Answers {
  // The window is what the client still takes; the library keeps it to itself, and what does not fit waits in it.
  const { outgoing } = sftp as SFTPWrapper & { outgoing: { window: number } }
  let waiting = 0
  const count = (bytes: number) => {
    waiting = outgoing.window > 0 ? 0 : waiting + bytes
    if (waiting + unread() > MOST_UNREAD_BYTES) cutOff()
  }
  return {
    status: (request, code, says) => {
      sftp.status(request, code, says)
      count(SMALL)
    },
    handle: (request, id) => {
      sftp.handle(request, id)
      count(SMALL)
    },
    data: (request, piece) => {
      sftp.data(request, piece)
      count(SMALL + piece.length)
    },
    name: (request, names) => {
      sftp.name(request, names)
      count(SMALL * (names.length + 1))
    },
    attrs: (request, attributes) => {
      sftp.attrs(request, attributes)
      count(SMALL)
    },
  }
}
