import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

/** Waiting to be let in, and letting in. */
export const waiting = {
  folder: "Waiting",
  title: "Waiting for their senders",
  text: "These messages were locked for your old key. Only somebody who can already open them can lock them again for your new one; the server cannot. New messages open at once.",
  empty: "Nothing waits",
  emptyText: "No message in your mailbox waits for its sender.",
  waitingFor: (name: string) => `Waiting for ${name}`,
  byItself: (name: string) =>
    `The mail program of ${name}, or of somebody else who can open the message, lets you in: by itself or after a question, as the organization has decided.`,
  asked: "Asked for you",
  askedText: "Whoever can open the message was told",
  waits: "Waiting for one of them",
  waitsText: "This page notices by itself; you can close it",
  afterwards: "Then we send you a notice",
  afterwardsText: (address: string) => `to ${address}`,
  why: "Why the wait? The message was locked for another key. Only somebody who can already open it can lock it again for yours. Our server cannot.",
  requests: "Requests",
  requestsTitle: "Who asks to read again",
  requestsText:
    "These people have set up a new key, usually after a lost password. It can also mean that somebody else has taken over their mailbox. Call them on a number you already have before you let them in.",
  noRequests: "Nobody asks",
  noRequestsText: "When a recipient loses the password and sets up a new key, the question appears here.",
  count: (count: number) => `${count} ${p(count, "message", "messages")}`,
  newKeySince: (date: string) => `New key since ${date}`,
  keyBefore: "Key before",
  keyNow: "New key",
  talked: (address: string) => `I have asked ${address} in another way than by e-mail`,
  letIn: (count: number) => `Let in to ${count} ${p(count, "message", "messages")}`,
  refuse: "Do not let in",
  later: (date: string) => `Lets in by itself at ${date}, as the organization has decided`,
  done: (address: string) => `${address} was let in`,
  refused: (address: string) => `${address} was not let in`,
  failed: "That did not work. Please try again.",
  startAnew: "Start anew",
  resetTitle: "Start anew with your mailbox",
  resetText:
    "You get a new key and a new password. Old messages stay closed until their senders let you in again; everybody you write to is told that your key has changed.",
  resetWhich: "We send a code to its mailbox. Then you choose a new password.",
  resetPassword: "Choose a new password",
  resetPasswordText:
    "With it your new key is made on this device. If you administer an organization, its rules can no longer be changed from this account: use your recovery code instead if you can find it.",
  resetAction: "Make a new key",
  noAccount: "There is no account for this address.",
}
