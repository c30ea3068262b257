/** What a route of the interface is: everything from which its description, its checks and its answer are made. */

import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { PartnerSystem } from '../access/request.ts'
import type { Problem, ProblemId } from './problem.ts'

/** One form of answer. `body` is an allow-list: what it does not name does not leave. */
export type AnswerShape = { says: string; body: z.ZodObject; orCsv?: true }

export type ApiAnswer =
  | { status: number; body: Record<string, unknown>; headers?: Record<string, string> }
  | { csv: Readable; fileName: string }
  | Problem

/** `system` is who asks, on routes that are for systems. */
export type ApiRequest<Params = unknown, Query = unknown> = {
  params: Params
  query: Query
  raw: FastifyRequest
  system: PartnerSystem
}

type Place = {
  method: 'GET' | 'POST'
  /** Below `/api`, in fastify's pattern. */
  path: string
  /** `operationId` of the description. */
  name: string
  says: string
  /** Request headers that mean something here, each in words. */
  headers?: Record<string, string>
  /** Kinds of body that are taken: files as a stream, each kind in words, or the fields of a form. */
  body?: { files: Record<string, string> } | { form: z.ZodObject }
  answers: Record<number, AnswerShape>
  problems: readonly ProblemId[]
  access: 'public' | 'system'
  /** The most requests a minute of one system, or of one address where no system is known. */
  perMinute: number
}

export type ApiRoute = Place & {
  params: z.ZodObject
  query: z.ZodObject
  answer(request: ApiRequest): Promise<ApiAnswer>
}

/** Gives a route its types. */
export function apiRoute<Params extends z.ZodObject, Query extends z.ZodObject>(
  made: Place & {
    params: Params
    query: Query
    answer(request: ApiRequest<z.output<Params>, z.output<Query>>): Promise<ApiAnswer>
  },
): ApiRoute {
  return made as unknown as ApiRoute
}
