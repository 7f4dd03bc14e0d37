/** What every add-in says about itself, in one place. */
export const product = {
  name: "Send Secure",
  version: "0.1.0",
  description:
    "Sends and reads protected messages on a server of your organization. The mail server only sees a notice.",
  author: "Secure Messaging Platform",
  outlook: {
    /** The ribbon button of a message being written; the guard names it to Outlook. */
    sendCommand: "smp.compose.sendSecure",
  },
} as const
