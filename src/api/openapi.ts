/** The description of the interface for other people's tools (OpenAPI 3.1), made from the routes themselves. */

import { z } from 'zod'
import { problemBody, statusOf, titleOf } from './problem.ts'
import type { ApiRoute } from './route.ts'
import { problemsOf } from './routing.ts'

type Schema = Record<string, unknown>

export function describeInterface(routes: readonly ApiRoute[], publicUrl: string, version: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Family Hubs Information Sharing Service: for partners’ systems',
      version,
      description:
        'Hand in your organisation’s files and read what became of them. No answer holds a value of a person.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${publicUrl}/api` }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemBody, 'output') },
      securitySchemes: {
        system: {
          type: 'oauth2',
          description:
            'Client credentials with a statement that the system signs (private_key_jwt, RFC 7523).',
          flows: { clientCredentials: { tokenUrl: `${publicUrl}/api/token`, scopes: {} } },
        },
      },
    },
  }
}

function operationOf(route: ApiRoute): Schema {
  const { name, says, access, headers = {} } = route
  const named = Object.entries(headers).filter(([header]) => header !== 'accept')
  return {
    operationId: name,
    summary: says,
    security: access === 'system' ? [{ system: [] }] : [],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...named.map(([header, description]) => ({
        name: header,
        in: 'header',
        description,
        schema: { type: 'string' },
      })),
    ],
    ...bodyOf(route),
    responses: { ...answersOf(route), ...problemAnswersOf(route) },
  }
}

function parametersOf(shape: z.ZodObject, place: 'path' | 'query'): Schema[] {
  const { properties = {}, required = [] } = schemaOf(shape, 'input') as {
    properties?: Record<string, Schema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }))
}

function bodyOf({ body }: ApiRoute): Schema {
  if (body === undefined) return {}
  if ('form' in body) {
    const schema = schemaOf(body.form, 'input')
    return { requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } } }
  }
  const content = Object.fromEntries(
    Object.entries(body.files).map(([type, description]) => [
      type,
      { schema: fileSchema(type, description) },
    ]),
  )
  return { requestBody: { required: true, content } }
}

/** OpenAPI 3.1 leaves raw bytes without a type; a multipart body is an object of its parts. */
function fileSchema(type: string, description: string): Schema {
  if (type !== 'multipart/form-data') return { description }
  const files = { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } }
  return { description, type: 'object', properties: { files } }
}

function answersOf({ answers }: ApiRoute): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { says, body, orCsv }]) => [
      status,
      {
        description: says,
        content: {
          'application/json': { schema: schemaOf(body, 'output') },
          ...(orCsv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
        },
      },
    ]),
  )
}

/** Problems of one status share its line, each with its name. */
function problemAnswersOf(route: ApiRoute): Record<string, Schema> {
  const byStatus = new Map<number, string[]>()
  for (const problem of problemsOf(route)) {
    const status = statusOf(problem)
    if (route.answers[status]) continue
    byStatus.set(status, [...(byStatus.get(status) ?? []), `${problem}: ${titleOf(problem)}.`])
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    [...byStatus].map(([status, says]) => [String(status), { description: says.join(' '), content }]),
  )
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return schema
}
