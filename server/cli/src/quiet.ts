/** Imported first: Node's remarks about experimental parts of WebCrypto are no line of this program. */
import process from "node:process"

process.removeAllListeners("warning")
