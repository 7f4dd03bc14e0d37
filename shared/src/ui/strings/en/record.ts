import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

export const record = {
  title: "The whole record",
  back: "Back to the message",
  intro:
    "Everything that happened to this message stands in a log that can only grow. This device compared what the server shows with that log, entry by entry.",
  saved: "Saved a file",
  checking: "Checking the record …",
  complete: (count: number, at: string) =>
    `The record is complete: ${count} ${p(count, "entry", "entries")}, checked ${at}.`,
  pending: (count: number) =>
    `${count} ${p(count, "entry is", "entries are")} less than two minutes old and still on the way into the log.`,
  broken: (count: number, at: string) =>
    `The record does not hold: ${count} ${p(count, "problem", "problems")} found, checked ${at}.`,
  brokenText:
    "Somebody with access to the server changed it, or an older copy was put back. What the message says is checked separately.",
  unreachable: "The record could not be fetched, so it was not checked.",
  check: "Check the whole record",
  again: "Check again",
  whole: "The message as a whole",
  theSlip: "The slip's entry",
  theLog: "The log",
  itsRecord: "The record",
  entry: (number: string) => `entry ${number}`,
  named: (entry: string, event: string, time: string) => `${entry} (${event}, ${time})`,
  about: (whose: string, what: string) => `${whose}: ${what}`,
  problem: {
    missing: "is missing, and the log knows it",
    changed: "was changed after it was logged",
    "out-of-order": "does not stand where it was logged",
    "not-in-log": "is not in the log",
    "evidence-invalid": "has no valid signature behind it",
    "head-contradicts": "does not fit the log's own signed word",
    fork: "is another one than before: two histories were signed",
    rollback: "is older than what this device has seen",
  },
  state: {
    proved: "In the log",
    covered: "In the log, with the slip",
    pending: "On its way into the log",
    missing: "Missing",
    changed: "Changed",
    "out-of-order": "Out of order",
    "not-in-log": "Not in the log",
    "evidence-invalid": "Signature not valid",
    "head-contradicts": "Contradicts the log",
    fork: "Two histories",
    rollback: "Older than seen",
  },
  signed: "signed",
  compare: {
    title: "Compare with somebody else",
    text: "A server could show each of you another history, but then it signs both. Copy yours, send it on another way, and paste theirs here.",
    mine: "What this device was shown",
    copy: "Copy",
    theirs: "What somebody else was shown",
    compare: "Compare",
    same: "The same history: both of you are shown one log.",
    fork: "Two histories. The server shows others something else. Keep both texts: together they prove it.",
    unreadable: "That is no text of this kind, or the log did not sign it.",
    "unknown-log": "That is about a log of which this account has seen nothing.",
    failed: "The log could not be asked. Try again.",
  },
}
