import { pluralOf } from "../plural.ts"

const p = pluralOf("en")

/** What a sender decides after the send, and what its readers see of it. */
export const recall = {
  action: "Recall…",
  suspend: "Suspend",
  resume: "Open again",
  end: "Change end date",
  title: "Recall this message?",
  text: "The recipients' keys are destroyed. This cannot be undone, and it cannot make anybody forget.",
  opened: (name: string) => `${name} has already opened it`,
  openedEffect: "Loses access, but may remember it.",
  savedEffect: (count: number) =>
    `Loses access, but may have kept a copy: ${count} ${p(count, "file was", "files were")} saved.`,
  released: (name: string) => `${name} was given a key`,
  releasedEffect: "Loses access. The server handed out the key; whether it was read is not known.",
  never: (name: string) => `${name} never received a key`,
  neverEffect: "Will not be able to open it, and sees that it was recalled.",
  reason: "Reason, shown to all recipients",
  reasonHint: "Optional. The server can read it, so leave out anything confidential.",
  archive: (organization: string) =>
    `The archive of ${organization} keeps its sealed copy, and the delivery slip stays as a record.`,
  slipStays: "You can still open it, and the delivery slip stays as a record.",
  keep: "Keep the message",
  confirm: (count: number) => `Recall for ${count} ${p(count, "person", "people")}`,
  file: {
    action: (name: string) => `Recall ${name} …`,
    title: (name: string) => `Recall ${name}?`,
    text: "The recipients’ keys to this file are destroyed. The message itself stays, and says that the file was recalled. This cannot be undone.",
    effect: (count: number) =>
      count === 0
        ? "Nobody has saved it yet."
        : `${count} ${p(count, "person has", "people have")} saved it and may have kept a copy.`,
    keep: "Keep the file",
    confirm: "Recall the file",
  },
  failed: "That did not work. Nothing was changed; please try again.",
  endTitle: "Until when can it be opened?",
  endText: "Then the recipients' keys are destroyed. What has ended cannot be brought back.",
  endSave: "Save",
  endNow: (date: string) => `Now: until ${date}`,
  endNone: "Now: no end date",
  done: {
    recalled: "Recalled: the keys are destroyed",
    suspended: "Suspended: nobody but you can open it",
    resumed: "Open again",
    end: "The end date is changed",
  },
  closed: {
    suspendedTitle: (name: string) => `${name} has suspended this message`,
    suspendedText: "Nobody but the sender can open it at the moment. It may be opened again later.",
    withheldTitle: "The server withholds this message",
    withheldText:
      "It says that the message is closed, but gives no word signed by its sender. Ask the sender, and tell your administrator.",
    reasonGiven: (reason: string) => `Reason given: “${reason}”.`,
    openedBefore: (date: string) => `You opened it ${date}, before that.`,
    at: (date: string) => `Since ${date}.`,
    cannot: "It cannot be opened any more.",
    forSender: "You can still open it; its recipients cannot.",
    write: (name: string) => `Write to ${name}`,
    locked: "Locked file",
    recalledOrigin: "Recalled by the person you have it from. You can recall it here too.",
    recalledFile: (date: string) => `Recalled ${date}`,
  },
  password: {
    title: "Your password, please",
    text: (name: string) => `${name} asks for your password each time this message is opened.`,
    label: "Password",
    open: "Open",
    wrong: "The password is not right.",
    elsewhere: "Open it in the Message Center, where your password is asked for.",
  },
}
