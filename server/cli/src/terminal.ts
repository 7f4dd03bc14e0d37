/** Standard input, output and error: results on stdout, everything for the eye on stderr. */
import { once } from "node:events"
import { stderr, stdin, stdout } from "node:process"
import { UsageError } from "./usage.ts"

const MAX_INPUT = 1 << 20

export async function readStdin(limit = MAX_INPUT): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stdin) {
    pieces.push(piece as Buffer)
    length += (piece as Buffer).length
    if (length > limit) throw new UsageError("standard input is too large")
  }
  return Buffer.concat(pieces)
}

/** From standard input with --password-stdin (first line), else asked without showing it. */
export async function askPassword(fromStdin: boolean, prompt: string): Promise<string> {
  const password = fromStdin
    ? ((await readStdin()).toString("utf8").split(/\r?\n/, 1)[0] ?? "")
    : await promptHidden(prompt)
  if (password === "") throw new UsageError("a password is needed")
  return password
}

async function promptHidden(prompt: string): Promise<string> {
  if (!stdin.isTTY) throw new UsageError("no terminal to ask for the password: use --password-stdin")
  stderr.write(prompt)
  stdin.setRawMode(true)
  stdin.setEncoding("utf8")
  stdin.resume()
  let typed = ""
  try {
    for (;;) {
      const [text] = (await once(stdin, "data")) as [string]
      for (const character of text) {
        if (character === "\r" || character === "\n") return typed
        if (character === "\u0003" || character === "\u0004") throw new UsageError("cancelled")
        typed = character === "\u007f" || character === "\b" ? typed.replace(/.$/su, "") : typed + character
      }
    }
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write("\n")
  }
}

/** One line of progress, rewritten in place; nothing where stderr is no terminal. */
export function showProgress(text: string): void {
  if (stderr.isTTY) stderr.write(`\r\u001b[K${visible(text)}`)
}

export function endProgress(): void {
  if (stderr.isTTY) stderr.write("\r\u001b[K")
}

/** One line. */
export function say(text: string): void {
  stderr.write(`${visible(text)}\n`)
}

/** The result: one JSON value with --json, else the lines for people. */
export function print(json: boolean, value: unknown, lines: readonly string[]): void {
  stdout.write(json ? `${plainJson(value)}\n` : lines.map((line) => `${visible(line)}\n`).join(""))
}

/** Text of others may neither steer the terminal nor begin a line of its own. */
// oxlint-disable-next-line no-control-regex -- naming control characters is the point
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g
export const visible = (line: string): string => line.replace(CONTROLS, "\ufffd")

/** The same value; JSON by itself leaves some of these characters as they are. */
const plainJson = (value: unknown): string =>
  JSON.stringify(value).replace(CONTROLS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
