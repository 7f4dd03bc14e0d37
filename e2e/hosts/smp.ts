/** The command-line client, run as a person runs it, with a profile of its own. */
import { spawn } from "node:child_process"
import { resolve } from "node:path"

const SMP = resolve(import.meta.dirname, "../../server/cli/src/main.ts")

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** @param profile folder of the client's profile; `input` goes to its standard input */
export async function runSmp(profile: string, origin: string, args: readonly string[], input = ""): Promise<Ran> {
  const child = spawn(process.execPath, [SMP, ...args, "--profile", profile, "--server", origin], {
    env: { PATH: process.env["PATH"] ?? "", HOME: profile },
    stdio: ["pipe", "pipe", "pipe"],
  })
  let [out, err] = ["", ""]
  child.stdout.on("data", (piece: Buffer) => (out += piece.toString("utf8")))
  child.stderr.on("data", (piece: Buffer) => (err += piece.toString("utf8")))
  child.stdin.end(input)
  const code = await new Promise<number | null>((done) => child.once("close", done))
  return { code, out, err }
}
