import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

export const message = {
  slip: "Delivery slip",
  openSlip: "Open the delivery slip",
  print: "Print",
  to: "To",
  copy: "Copy",
  blindCopy: "Blind copy",
  toPeople: (names: string) => `to ${names}`,
  copyTo: (names: string) => `copy to ${names}`,
  blindCopyTo: (names: string) => `blind copy to ${names}`,
  frameTitle: "Text of the message",
  noText: "This message has no text.",
  download: (name: string) => `Save ${name}`,
  cancelDownload: (name: string) => `Stop saving ${name}`,
  downloadAll: (size: string) => `Save all (${size})`,
  downloading: (done: string, of: string) => `Checking and saving, ${done} of ${of}`,
  saved: "Saved, complete and unchanged",
  damaged: "Damaged: not saved",
  downloadFailed: "Saving failed",
  notScanned: "Not checked for viruses",
  blockedPictures: (count: number) =>
    p(
      count,
      "1 internet picture blocked. It would reveal that you are reading.",
      `${count} internet pictures blocked. They would reveal that you are reading.`,
    ),
  reply: "Reply",
  replyAll: "Reply to all",
  replyOff: "Replies were switched off by the sender.",
  replyAllOff: "Reply to all was switched off by the sender.",
  opening: "Opening and checking the message …",
  recalledTitle: (name: string) => `${name} recalled this message`,
  recalledText: "The text and the files cannot be opened any more. The notice and the reference stay, as a record.",
  expiredTitle: "This message has expired",
  expiredText: (name: string) =>
    `${name} set an end date, and it has passed. The keys were destroyed. Ask ${name} if you still need it.`,
  waitingTitle: "This message waits for its key",
  waitingText: (name: string) =>
    `${name} or the first-contact service has to let your key in first. You do not have to stay: we mail you a notice.`,
  notFoundTitle: "Nothing to open here",
  notFoundText: (address: string) =>
    `Either this message does not exist, or it is not for ${address}. If the notice reached another address of yours, sign in with that one.`,
  failedTitle: "This message cannot be opened",
  failedText:
    "Its bytes or its signature are damaged or were changed, so we cannot say what was written or by whom. Nothing of it is shown. Tell the sender, on a way you already know.",
  hiddenReaderTitle: "Somebody unnamed was given a key",
  hiddenReaderText:
    "A key to this message exists that its signed slip does not name. Nothing of it is shown. Tell the sender and your administrator.",
  logForkTitle: "The server contradicts itself",
  logForkText:
    "It shows this device another history than before. Nothing is shown or sent until your administrator has looked at it.",
  keyChangedTitle: (name: string) => `The key of ${name} has changed`,
  keyChangedText:
    "Usually that means a new account after lost keys. It can also mean that somebody else took over the address. Ask, on a number you already have.",
  alteredNote: (name: string) =>
    `The server does not agree with what ${name} signed. Everything on this page is the signed original.`,
  altered: "Altered.",
  attention: "If money or bank details are involved, call first.",
  moneyCall: (name: string) =>
    `If money or bank details are involved, call ${name} first, on a number you already have.`,
  theSender: "The sender",
  waitingLive: "Waiting – the page opens the message by itself",
  keyBefore: "Key until now",
  keyNow: "New key",
  openAnyway: "Accept the new key and open",
  goToInbox: "Go to the inbox",
  otherAccount: "Sign in with another address",
}
