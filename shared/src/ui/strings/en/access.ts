/** The organization's rules about coming in. */
export const access = {
  title: "Who comes in, and how",
  first: "People who were never here",
  firstHint: "Senders choose among these. Without any, nobody can write to strangers.",
  modes: {
    agent: "Through the first-contact service: they read at once, at any hour",
    sender: "Only through the sender",
    pass: "With five words that the sender tells them",
    link: "With a link of the sender's own mailbox",
  },
  regrant: "Readers who set up a new key after a lost password",
  regrantHint: "Every change of key is shown to contacts, whatever you choose.",
  modesAgain: {
    ask: "The sender is asked",
    auto: "Mail programs of senders and readers let them in by themselves",
    off: "Nobody lets them in to old messages",
  },
  hours: "Hours to wait before that",
  hoursHint: "Counted by each mail program from when it saw the new key. Time to notice that a mailbox was stolen.",
  hoursWrong: "Please give whole hours, 720 at most.",
  labels: "Confidentiality labels",
  labelsHint:
    "Senders choose one; it stands signed on the slip. It may ask for a stronger way in for people who were never here. Without any of your own, three usual ones are offered.",
  labelName: "Name of the label",
  least: (label: string) => `Weakest way in with ${label}`,
  leastAny: "Every way that is allowed",
  leastModes: {
    sender: "At least only through the sender",
    link: "At least with a link of the sender's mailbox",
    pass: "Only with five words or a code by phone",
  },
  addLabel: "Add a label",
  removeLabel: (label: string) => `Remove ${label}`,
  labelsWrong: "Please give every label a name of its own.",
}
