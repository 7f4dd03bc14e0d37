/** OpenAPI 3.1 from the same declarations and schemas that the router uses. */
import * as z from "zod/mini"
import { problem } from "@smp/shared/wire"
import type { Route } from "./route.ts"

const schemaOf = (schema: z.ZodMiniType): unknown => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })
const content = (schema: Route["body"] | Route["reply"]) =>
  schema === "bytes" || schema === "chunks" || schema === null
    ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
    : { "application/json": { schema: schemaOf(schema) } }

const parameter = (where: "path" | "query" | "header") => (name: string) => ({
  name,
  in: where,
  required: where === "path",
  schema: { type: "string" },
})

function parametersOf({ path, query, headers }: Route): object[] {
  const places = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name)
  return [...places.map(parameter("path")), ...query.map(parameter("query")), ...headers.map(parameter("header"))]
}

export function openApi(routes: readonly Route[], origin: string): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}")
    const parameters = parametersOf(route)
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: {
        summary: route.summary,
        "x-access": route.access,
        parameters,
        ...(route.body === null ? {} : { requestBody: { required: true, content: content(route.body) } }),
        security: route.access === "public" ? [] : [{ session: [], proof: [] }],
        responses: {
          [route.status]: { description: "Done", ...(route.reply === null ? {} : { content: content(route.reply) }) },
          default: { description: "Refused", content: { "application/problem+json": { schema: schemaOf(problem) } } },
        },
      },
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Secure Messaging Platform", version: "1" },
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes: {
        session: { type: "http", scheme: "bearer", description: "Or the __Host-smp cookie." },
        proof: { type: "apiKey", in: "header", name: "SMP-Proof", description: "docs/PROTOCOL.md, sign-in binding" },
      },
    },
  }
}
