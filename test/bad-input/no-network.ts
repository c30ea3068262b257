import { Socket } from 'node:net'

/**
 * Notes every connection that this process opens from now on, but those to the database. Reading a partner's file
 * opens none: a document that can make the service fetch something can spy on its network.
 */
export function trapNetwork(databaseUrl: string): string[] {
  const { port, searchParams } = new URL(databaseUrl)
  const database = searchParams.get('host') ?? port
  const opened: string[] = []
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const to = JSON.stringify(args)
    if (!to.includes(database)) opened.push(to)
    return Reflect.apply(connect, this, args)
  } as typeof connect
  return opened
}
