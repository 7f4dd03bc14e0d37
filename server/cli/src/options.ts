/** The command line, read once into typed options. */
import { homedir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { UsageError } from "./usage.ts"

const OPTIONS = {
  server: { type: "string" },
  profile: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  "password-stdin": { type: "boolean" },
  organization: { type: "string" },
  email: { type: "string" },
  name: { type: "string" },
  role: { type: "string" },
  code: { type: "string" },
  to: { type: "string", multiple: true },
  cc: { type: "string", multiple: true },
  bcc: { type: "string", multiple: true },
  attach: { type: "string", multiple: true },
  subject: { type: "string" },
  "body-file": { type: "string" },
  html: { type: "boolean" },
  "hide-subject": { type: "boolean" },
  "reply-to": { type: "string" },
  forward: { type: "string" },
  quote: { type: "boolean" },
  search: { type: "string" },
  from: { type: "string" },
  after: { type: "string" },
  before: { type: "string" },
  "with-files": { type: "boolean" },
  unread: { type: "boolean" },
  label: { type: "string" },
  color: { type: "string" },
  off: { type: "boolean" },
  list: { type: "boolean" },
  folder: { type: "string" },
  regrant: { type: "string" },
  wait: { type: "string" },
  refuse: { type: "boolean" },
  first: { type: "string" },
  labels: { type: "string" },
  officers: { type: "string" },
  "first-contact": { type: "string" },
  "secret-stdin": { type: "boolean" },
  out: { type: "string" },
  all: { type: "boolean" },
  "mail-only": { type: "boolean" },
  zip: { type: "boolean" },
  checkpoint: { type: "string" },
  reason: { type: "string" },
  file: { type: "string", multiple: true },
  at: { type: "string" },
  expires: { type: "string" },
  "no-reply": { type: "boolean" },
  "no-forward": { type: "boolean" },
  "no-share": { type: "boolean" },
  fyeo: { type: "boolean" },
  age: { type: "string", multiple: true },
} as const

/** Options that take everything up to the next one: `--to a@example.com b@example.com`. */
const LISTS = new Set(["to", "cc", "bcc", "attach", "file", "age"])

type Values = ReturnType<typeof parse>["values"]

export interface CommandLine {
  /** Command and its words: ["member", "add"], ["read", ID]. */
  readonly words: readonly string[]
  readonly values: Values
  readonly lists: {
    readonly to: string[]
    readonly cc: string[]
    readonly bcc: string[]
    readonly attach: string[]
    /** Names of attachments. */
    readonly file: string[]
    /** Recipients by age keys. */
    readonly age: string[]
  }
  readonly profile: string
  readonly json: boolean
}

const parse = (args: string[]) =>
  parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true, tokens: true })

/** @throws UsageError. */
export function readCommandLine(args: string[]): CommandLine {
  const parsed = tryParse(args)
  const lists = {
    to: [] as string[],
    cc: [] as string[],
    bcc: [] as string[],
    attach: [] as string[],
    file: [] as string[],
    age: [] as string[],
  }
  const words: string[] = []
  let open: keyof typeof lists | null = null
  for (const token of parsed.tokens) {
    if (token.kind === "option") {
      open = LISTS.has(token.name) ? (token.name as keyof typeof lists) : null
      if (open !== null && token.value !== undefined) lists[open].push(...split(open, token.value))
    } else if (token.kind === "positional") {
      if (open === null) words.push(token.value)
      else lists[open].push(...split(open, token.value))
    }
  }
  const profile = resolve(parsed.values.profile ?? join(homedir(), ".smp"))
  return { words, values: parsed.values, lists, profile, json: parsed.values.json ?? false }
}

function tryParse(args: string[]) {
  try {
    return parse(args)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "wrong usage")
  }
}

const split = (list: string, value: string) =>
  list === "attach" || list === "file"
    ? [value]
    : value
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "")

export function required(line: CommandLine, name: "email" | "organization" | "subject" | "body-file"): string {
  const value = line.values[name]
  if (value === undefined || value === "") throw new UsageError(`--${name} is needed`)
  return value
}
