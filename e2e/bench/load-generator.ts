/**
 * Sends prepared requests as fast as the answers come, from a process of its own, so that the measured server shares
 * nothing with it but the machine.
 */
import { Agent, request } from "node:http"
import type { LoadOrder, LoadReport, PreparedRequest } from "./load.ts"

process.on("message", (order: LoadOrder) => {
  void run(order).then((report) => process.send?.(report))
})
process.on("disconnect", () => process.exit(0))

async function run(order: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.concurrency })
  const report: LoadReport = { seconds: 0, statuses: {}, milliseconds: [], firstRefusal: null }
  let next = 0
  const lane = async () => {
    for (let prepared = order.requests[next++]; prepared; prepared = order.requests[next++]) {
      const start = performance.now()
      const { status, body } = await send(agent, order, prepared)
      report.milliseconds.push(performance.now() - start)
      report.statuses[status] = (report.statuses[status] ?? 0) + 1
      if (status >= 300) report.firstRefusal ??= `${status} ${body}`
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: order.concurrency }, lane))
  report.seconds = (performance.now() - start) / 1000
  agent.destroy()
  return report
}

function send(agent: Agent, order: LoadOrder, prepared: PreparedRequest): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const path = order.path ?? prepared.path
    const headers = { ...prepared.headers, "content-length": prepared.body.length }
    const sent = request(
      { agent, host: "localhost", port: order.port, method: prepared.method, path, headers },
      (reply) => {
        const chunks: Buffer[] = []
        reply.on("data", (chunk: Buffer) => chunks.push(chunk))
        reply.on("end", () =>
          resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8").slice(0, 500) }),
        )
      },
    )
    sent.on("error", reject)
    sent.end(prepared.body)
  })
}
