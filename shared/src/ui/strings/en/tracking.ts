import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

/** What became of sent messages, and reminders. */
export const tracking = {
  open: "Who has read it",
  message: "Open the message",
  sentTo: (when: string, people: string) => `You sent this ${when} to ${people}`,
  readableUntil: (date: string) => `readable until ${date}`,
  summary: (displayed: number, of: number) => `${displayed} of ${of} ${p(displayed, "has", "have")} displayed it`,
  filters: "Who is shown",
  everybody: (count: number) => `Everybody (${count})`,
  notRead: (count: number) => `Has not read (${count})`,
  notSaved: (count: number) => `Has not saved (${count})`,
  nobodyHere: "Nobody, so everything has arrived.",
  person: "Person",
  state: "State",
  last: "Last event",
  next: "Next",
  history: (name: string) => `Everything that is known of ${name}`,
  nothing: "Nothing is known yet",
  savedFile: (name: string) => `Saved ${name}`,
  byClient: (client: string) => `with ${client}`,
  files: "Files",
  savedBy: (count: number, of: number) => `Saved by ${count} of ${of}`,
  fileRecalled: (date: string) => `Recalled ${date}`,
  footnote:
    "Displayed means the person’s own device confirmed it with a signature. Released means our server handed out the key; it does not prove that somebody looked. Opening the notice in the mailbox is never counted. The name of a program is its own word.",
  reminder: {
    now: (count: number) => `Remind ${count} ${p(count, "person", "people")} …`,
    one: "Remind …",
    oneLabel: (name: string) => `Remind ${name} …`,
    cancel: "Do not remind",
    cancelLabel: (name: string) => `Do not remind ${name}`,
    planned: (when: string) => `Reminder ${when}`,
    reminded: (when: string) => `Reminded ${when}`,
    title: (count: number) => `Remind ${count} ${p(count, "person", "people")}?`,
    text: "Everybody named here gets one more e-mail with the same link, without anything of the message:",
    mail: (sender: string) =>
      `“A message from ${sender} has not been opened yet. ${sender} has asked to remind of it. If you have read it on paper or by phone, or do not want to read it, you can ignore this e-mail.”`,
    once: "Once a day at most for each person. Whoever opens it before gets none.",
    when: "When",
    inDays: (count: number, date: string) => (count === 0 ? "Now" : `In ${count} ${p(count, "day", "days")}, ${date}`),
    send: "Remind",
    sent: (count: number) => `A reminder goes to ${count} ${p(count, "person", "people")}.`,
    plannedFor: (count: number, date: string) =>
      `Whoever of ${count} ${p(count, "person", "people")} has not read it by ${date} is reminded then.`,
    failed: "That did not work. Nobody is reminded; please try again.",
  },
  many: {
    notDisplayed: "Has not been read",
    notDownloaded: "Not saved",
    bounced: "Not delivered",
    totals: (messages: number, people: number, displayed: number) =>
      `${messages} ${p(messages, "message", "messages")} to ${people} ${p(people, "person", "people")}: displayed ${displayed} ${p(displayed, "time", "times")}`,
    displayed: (count: number, of: number) => `${count} of ${of} displayed it`,
    released: (count: number) => `Released ${count}`,
    downloaded: (count: number) => `Saved ${count}`,
    bouncedCount: (count: number) => `Not delivered ${count}`,
    replied: (count: number) => `Replied ${count}`,
    forwarded: (count: number) => `Passed on ${count}`,
    recalled: (count: number) => `Recalled ${count}`,
    expired: (count: number) => `Expired ${count}`,
    since: "When it was sent",
    ever: "Sent at any time",
    days: (count: number) => `Sent in the last ${count} days`,
  },
}
