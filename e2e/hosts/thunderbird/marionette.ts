/**
 * Marionette, Mozilla's remote protocol: `<length>:<json>` over TCP, commands `[0, id, name, parameters]`, replies
 * `[1, id, error, result]`. Only what driving Thunderbird needs.
 */
import { connect } from "node:net"
import type { Socket } from "node:net"
import { until } from "./wait.ts"

interface Waiting {
  name: string
  resolve(value: unknown): void
  reject(problem: Error): void
}

export class Marionette {
  #received = Buffer.alloc(0)
  #lastId = 0
  readonly #socket: Socket
  readonly #waiting = new Map<number, Waiting>()

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on("error", () => this.#end())
    socket.on("close", () => this.#end())
    socket.on("data", (data) => {
      this.#received = Buffer.concat([this.#received, data])
      while (this.#takeOne());
    })
  }

  /** Connects, opens a session and goes to the privileged context. */
  static async open(port: number, within: number): Promise<Marionette> {
    const socket = await until("Marionette", () => tryConnect(port), { within })
    const marionette = new Marionette(socket)
    // Flat capabilities: the nested form of the standard is silently ignored here.
    await marionette.send("WebDriver:NewSession", { acceptInsecureCerts: true, unhandledPromptBehavior: "ignore" })
    await marionette.send("WebDriver:SetTimeouts", { script: 600_000, pageLoad: 60_000, implicit: 0 })
    await marionette.send("Marionette:SetContext", { value: "chrome" })
    return marionette
  }

  send(name: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    const id = ++this.#lastId
    const body = Buffer.from(JSON.stringify([0, id, name, parameters]), "utf8")
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { name, resolve, reject })
      this.#socket.write(Buffer.concat([Buffer.from(`${body.length}:`), body]))
    })
  }

  /** Runs the source of an async function's body with chrome privileges in the current window; returned promises are awaited. */
  run(source: string, ...args: unknown[]): Promise<unknown> {
    return this.send("WebDriver:ExecuteScript", {
      script: `return (async function () { ${source} }).apply(null, arguments)`,
      args,
      sandbox: "system",
      newSandbox: false,
      scriptTimeout: 600_000,
      filename: "driver",
      line: 1,
    })
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(
      String(await this.send("WebDriver:TakeScreenshot", { id: null, full: false, hash: false })),
      "base64",
    )
  }

  close(): void {
    this.#socket.destroy()
  }

  #takeOne(): boolean {
    const colon = this.#received.indexOf(58)
    if (colon < 0) return false
    const end = colon + 1 + Number(this.#received.subarray(0, colon).toString())
    if (this.#received.length < end) return false
    const message: unknown = JSON.parse(this.#received.subarray(colon + 1, end).toString("utf8"))
    this.#received = this.#received.subarray(end)
    if (Array.isArray(message)) this.#settle(message)
    return true
  }

  #settle([, id, error, result]: unknown[]): void {
    const waiting = this.#waiting.get(Number(id))
    this.#waiting.delete(Number(id))
    if (waiting === undefined) return
    if (isRecord(error))
      waiting.reject(new Error(`${waiting.name}: ${String(error["error"])}: ${String(error["message"])}`))
    else
      waiting.resolve(
        isRecord(result) && "value" in result && Object.keys(result).length === 1 ? result["value"] : result,
      )
  }

  #end(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(`${waiting.name}: Thunderbird has gone`))
    this.#waiting.clear()
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

function tryConnect(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => {
      socket.off("error", reject)
      resolve(socket)
    })
    socket.once("error", reject)
  })
}
