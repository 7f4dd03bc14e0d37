/** A private X display: Xvfb chooses its own free number, openbox gives windows real frames. */
import { execFileSync } from "node:child_process"
import { startChild } from "./child.ts"

export interface Display {
  readonly name: string
  /** Everything on the screen, as PNG. */
  shot(file: string): void
  /** A real click of the X pointer, which counts as a user's gesture. */
  click(x: number, y: number): void
  type(text: string): void
  key(name: string): void
  stop(): Promise<void>
}

export async function startDisplay(size = "1280x900"): Promise<Display> {
  const server = startChild("Xvfb", ["-displayfd", "3", "-screen", "0", `${size}x24`, "-nolisten", "tcp", "-noreset"], {
    extraPipe: true,
  })
  const name = await new Promise<string>((resolve, reject) => {
    server.process.stdio[3]?.once("data", (data: Buffer) => resolve(`:${data.toString().trim()}`))
    server.exited.then(() => reject(new Error("Xvfb ended")), reject)
  })
  const env = { ...process.env, DISPLAY: name }
  const windows = startChild("openbox", [], { env })
  const xdotool = (...args: string[]) => {
    execFileSync("xdotool", args, { env })
  }
  return {
    name,
    shot: (file) => {
      execFileSync("import", ["-window", "root", "-display", name, file])
    },
    click: (x, y) => xdotool("mousemove", String(Math.round(x)), String(Math.round(y)), "click", "1"),
    type: (text) => xdotool("type", "--delay", "5", text),
    key: (key) => xdotool("key", key),
    async stop() {
      await windows.stop()
      await server.stop()
    },
  }
}
