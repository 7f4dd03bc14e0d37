/** What every add-in says about itself, in one place. */
export const product = {
  name: "Send Secure",
  version: "0.1.0",
  description:
    "Sends and reads protected messages on a server of your organization. The mail server only sees a notice.",
  author: "Secure Messaging Platform",
  outlook: {
    /** The same in every variant, so that one replaces the other. */
    id: "5b0c3a52-6f0e-4d7a-9a54-0c2f6f5d8e11",
    /** The ribbon button of a message being written; the guard names it to Outlook. */
    sendCommand: "smp.compose.sendSecure",
    readCommand: "smp.read.readSecure",
    /** What the guard's bundle registers. */
    functions: { send: "onMessageSend", decrypt: "onMessageDecrypt" },
    /** Internet header field of a notice. */
    header: "x-secure-message-id",
  },
} as const
