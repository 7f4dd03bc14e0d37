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
}
