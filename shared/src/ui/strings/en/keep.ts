/** Keeping a message outside of the Message Center. */
export const keep = {
  evidence: "Save as evidence",
  mail: "Save as mail",
  mailTitle: "Save as an unlocked file?",
  mailText:
    "The mail file holds the text and all files readable for everybody who gets hold of it. It opens in any mail program.",
  mailYes: "Save the file",
  running: "Collecting everything …",
  saved: "Saved",
  failed: "Could not be saved. Check the connection and try again.",
}
