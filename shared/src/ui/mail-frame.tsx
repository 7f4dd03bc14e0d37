/**
 * The text of a message in a frame of its own (threat model R14–R19).
 * Promises: no script, no same origin, no top navigation; a visible border; its own scroll, so that nothing in the
 * message can push or cover what stands outside.
 * Never: sanitises. The host gives a document that `shared/read/render` made, whose first bytes are its own policy.
 */
import { makeStyles, tokens } from "@fluentui/react-components"
import { useEffect, useRef } from "react"
import { useStrings } from "./provider.tsx"

/** Exactly these: links may open in a new, ordinary window; everything else stays shut. */
export const FRAME_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"

interface FramePolicy {
  createHTML(html: string): unknown
}
interface TrustedTypesWindow {
  trustedTypes?: { createPolicy(name: string, rules: { createHTML: (html: string) => string }): FramePolicy }
}

let policy: FramePolicy | null = null
/** Under `require-trusted-types-for 'script'` only this policy's values may become a srcdoc. */
function trusted(html: string): string {
  const { trustedTypes } = window as TrustedTypesWindow
  if (!trustedTypes) return html
  policy ??= trustedTypes.createPolicy("smp-mail-frame", { createHTML: (text) => text })
  return policy.createHTML(html) as string
}

const useStyles = makeStyles({
  frame: {
    display: "block",
    width: "100%",
    flexGrow: 1,
    minHeight: "320px",
    backgroundColor: "#ffffff",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    colorScheme: "light",
  },
})

export function MailFrame({ html }: { readonly html: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const { message } = useStrings()
  useEffect(() => {
    if (frame.current) frame.current.srcdoc = trusted(html)
  }, [html])
  return (
    <iframe
      ref={frame}
      className={useStyles().frame}
      sandbox={FRAME_SANDBOX}
      referrerPolicy="no-referrer"
      title={message.frameTitle}
    />
  )
}
