/** The part of `oidc-provider` that the demonstration uses; the package carries no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  /** Stored values of one model, such as `Session` or `AuthorizationCode`. */
  type Adapter = {
    upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>
    find(id: string): Promise<Payload | undefined>
    findByUid(uid: string): Promise<Payload | undefined>
    findByUserCode(code: string): Promise<Payload | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
  }
  type Payload = { uid?: string; grantId?: string; consumed?: number }

  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }
  type Interaction = { uid: string; prompt: { name: string } }
  type KoaContext = {
    oidc: {
      session: { accountId: string }
      client: { clientId: string }
    }
    type: string
    body: string
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    Grant: new (of: {
      accountId: string
      clientId: string
    }) => Grant
    proxy: boolean
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login: { accountId: string; remember: boolean } },
    ): Promise<string>
  }

  export const interactionPolicy: { base(): { remove(name: string): void } }
}
