/** Configuration: the only reader of the environment. Refuses to start on a value that it does not understand. */
import { mkdirSync } from "node:fs"
import { isIP } from "node:net"
import { join, resolve } from "node:path"
import * as z from "zod"
import type { Quotas } from "./services/rate-limits.ts"

const addressesIn = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

const limit = (most: number) => z.coerce.number().int().min(1).default(most)

const environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8480),
  BIND: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default("./data"),
  PUBLIC_ORIGIN: z.url().optional(),
  PROXIES: z
    .string()
    .refine(
      (text) => addressesIn(text).every((address) => isIP(address) !== 0),
      "IP addresses, with blanks between them",
    )
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_FROM: z.string().min(3).optional(),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY_FILE: z.string().optional(),
  LOOK_UPS_PER_HOUR: limit(50_000),
  GUEST_LOOK_UPS_PER_HOUR: limit(5_000),
  UNLOCKS_PER_MINUTE: limit(1_200),
  OPEN_UPLOADS: limit(5_000),
  OPEN_UPLOAD_GIB: limit(100),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  OUTLOOK_ORIGIN: z.url({ protocol: /^https$/ }).optional(),
  OUTLOOK_FRAME_ANCESTORS: z
    .string()
    .regex(/^(https:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?(\s+|$))*$/, "origins, https only, with blanks between them")
    .default(""),
})

export interface Config {
  readonly port: number
  readonly bind: string
  readonly dataDir: string
  /** `https://host[:port]`, what clients dial. */
  readonly origin: string
  /** Host and port of the origin: the name in log origins and the OPAQUE server identity. */
  readonly host: string
  readonly isLoopback: boolean
  /** Addresses of reverse proxies, whose word about who asks is taken. */
  readonly proxies: ReadonlySet<string>
  readonly smtp: { readonly url: string } | null
  readonly from: string
  readonly dkim: { readonly domainName: string; readonly keySelector: string; readonly keyFile: string } | null
  readonly logLevel: "debug" | "info" | "warn" | "error"
  readonly outlook: {
    /** Where the Outlook pages live, if not at the origin. */
    readonly origin: string | null
    /** Who may frame them beside Outlook on the web: the organization's own Exchange. */
    readonly frameAncestors: readonly string[]
  }
  /** What one person may use. */
  readonly quotas: Quotas
  readonly sockets: { readonly keeper: string; readonly agent: string; readonly notifier: string }
}

/** @throws Error naming each refused variable */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env)
  if (!parsed.success) throw new Error(`Refused settings:\n${z.prettifyError(parsed.error)}`)
  const { PORT, BIND, DATA_DIR, PUBLIC_ORIGIN, PROXIES, SMTP_URL, SMTP_FROM, LOG_LEVEL } = parsed.data
  const origin = new URL(PUBLIC_ORIGIN ?? `http://localhost:${PORT}`)
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(origin.hostname)
  if (origin.protocol !== "https:" && !isLoopback) throw new Error("PUBLIC_ORIGIN must be https unless it is loopback.")
  if (!isLoopback && SMTP_URL === undefined) throw new Error("SMTP_URL is needed when the origin is not loopback.")
  const dataDir = resolve(DATA_DIR)
  mkdirSync(join(dataDir, "run"), { recursive: true, mode: 0o700 })
  return {
    port: PORT,
    bind: BIND,
    dataDir,
    origin: origin.origin,
    host: origin.host,
    isLoopback,
    // TLS ends before this process: connections of this very machine are its proxy's.
    proxies: new Set(addressesIn(PROXIES ?? (isLoopback ? "" : "127.0.0.1 ::1"))),
    smtp: SMTP_URL === undefined ? null : { url: SMTP_URL },
    from: SMTP_FROM ?? `notice@${origin.hostname}`,
    dkim: readDkim(parsed.data),
    logLevel: LOG_LEVEL,
    outlook: readOutlook(parsed.data, origin.origin),
    quotas: {
      lookUpsPerHour: parsed.data.LOOK_UPS_PER_HOUR,
      guestLookUpsPerHour: parsed.data.GUEST_LOOK_UPS_PER_HOUR,
      unlocksPerMinute: parsed.data.UNLOCKS_PER_MINUTE,
      openUploads: parsed.data.OPEN_UPLOADS,
      openUploadBytes: parsed.data.OPEN_UPLOAD_GIB * 2 ** 30,
    },
    sockets: {
      keeper: join(dataDir, "run", "keeper"),
      agent: join(dataDir, "run", "agent"),
      notifier: join(dataDir, "run", "notifier"),
    },
  }
}

function readOutlook(
  { OUTLOOK_ORIGIN, OUTLOOK_FRAME_ANCESTORS }: z.infer<typeof environment>,
  origin: string,
): Config["outlook"] {
  const own = OUTLOOK_ORIGIN === undefined ? origin : new URL(OUTLOOK_ORIGIN).origin
  return { origin: own === origin ? null : own, frameAncestors: OUTLOOK_FRAME_ANCESTORS.split(/\s+/).filter(Boolean) }
}

function readDkim(dkim: {
  DKIM_DOMAIN?: string | undefined
  DKIM_SELECTOR?: string | undefined
  DKIM_KEY_FILE?: string | undefined
}): Config["dkim"] {
  const { DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector, DKIM_KEY_FILE: keyFile } = dkim
  if (domainName === undefined && keySelector === undefined && keyFile === undefined) return null
  if (domainName === undefined || keySelector === undefined || keyFile === undefined) {
    throw new Error("DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE belong together.")
  }
  return { domainName, keySelector, keyFile }
}
