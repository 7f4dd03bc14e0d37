/** The mail server is away: sending goes on, notices wait, also over a restart, and go out when it is back. */
import { send } from "../hosts/person.ts"
import { checkStubs, stubsIn } from "./stubs.ts"
import { mustHold, pause, type Proof } from "./proof.ts"
import { inTown, type Town } from "./town.ts"

export const smtpDown: Proof = {
  name: "smtp-down",
  proves: "while the mail server is away messages are taken and their notices wait; each goes out once when it is back",
  run: (size, say) => inTown((town) => sendWithoutMail(town, size === "full" ? 50 : 5, say)),
}

async function sendWithoutMail(town: Town, messages: number, say: (line: string) => void): Promise<string> {
  const { server, sink, alice, bob } = town
  const before = (await stubsIn(sink)).length
  await sink.shut()
  const sent: { id: string; to: string }[] = []
  for (let count = 0; count < messages; count++) {
    const { id } = await send(alice, { to: [bob.address], subject: `Waiting ${count}`, text: "Nothing urgent." })
    sent.push({ id, to: bob.address })
  }
  await pause(2_000)
  await server.stop()
  await server.start()
  mustHold((await stubsIn(sink)).length === before, "no notice went out while the mail server was away")
  const start = Date.now()
  await sink.open()
  const again = await checkStubs(sink, sent, 180_000)
  say(`all notices ${((Date.now() - start) / 1000).toFixed(1)} s after the mail server came back`)
  mustHold(again === 0, `${again} notices went out twice`)
  return `${messages} messages taken without a mail server; every notice went out once, over a restart, ${Math.round((Date.now() - start) / 1000)} s after it came back.`
}
