/** What a sender tells on another way than the server's, and typing it. */
export const secret = {
  words: {
    title: (name: string) => `${name} tells you five words`,
    text: (name: string) =>
      `This message opens with five words. ${name} tells them to you by phone or in person; they are never sent by e-mail. You need them once.`,
    label: "The five words",
    wrong: "These words do not open the message. Please compare them again.",
  },
  link: {
    title: (name: string) => `${name} sends you a link`,
    text: (name: string) =>
      `This message opens with a link that ${name} sends from the own mailbox. Follow it there, or paste it here.`,
    label: "The link from the e-mail",
    wrong: "This link does not open the message.",
  },
  code: {
    title: (name: string) => `${name} tells you a code`,
    text: (name: string) =>
      `${name} lets you in after you have typed the code of 16 characters that was told to you by phone.`,
    label: "The code",
    wrong: "This code does not fit.",
  },
  open: "Open the message",
  opening: "Opening, this takes a few seconds …",
  failed: "That did not work. Please try again.",
  limited: "Too many tries. Please wait an hour, or ask the sender.",
  call: (name: string) =>
    `Nobody told you anything yet? Call ${name} on a number you already have. Do not use a number from the e-mail or from this page.`,
  tell: {
    words: {
      title: (name: string) => `Tell ${name} these five words.`,
      text: "By phone or in person, not by e-mail. They are asked for once, after the address is proved. The server does not know them.",
    },
    link: {
      title: (name: string) => `Send ${name} this link yourself.`,
      text: "From your own mail program. It opens the message only together with the proof of the mailbox. The server knows only its own half.",
    },
    code: {
      title: (name: string) => `Tell ${name} this code.`,
      text: "By phone. Your mail program lets nobody in without it. Write it down now: it is not shown again.",
    },
  },
}
