/**
 * The text with bold, italic and lists. What is pasted comes in as plain text: no foreign HTML ever enters a page of ours.
 */
import { Button, Divider, makeStyles, Toolbar, tokens } from "@fluentui/react-components"
import {
  TextBold20Regular,
  TextBulletList20Regular,
  TextItalic20Regular,
  TextNumberListLtr20Regular,
} from "@fluentui/react-icons"
import { useCallback, useEffect, useId, useRef, useState } from "react"
import type { ClipboardEvent, ReactElement } from "react"
import { useStrings } from "./provider.tsx"

const useStyles = makeStyles({
  editor: { display: "flex", flexDirection: "column", flexGrow: 1, rowGap: tokens.spacingVerticalXS },
  tools: { paddingInline: 0, paddingBlock: 0, minHeight: "32px" },
  divider: { flexGrow: 0, height: "20px", marginInline: tokens.spacingHorizontalXS },
  text: {
    flexGrow: 1,
    minHeight: "220px",
    padding: tokens.spacingHorizontalM,
    overflowWrap: "anywhere",
    // Every paragraph from the side that its first letter asks for, as its readers see it.
    unicodeBidi: "plaintext",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBlockEndColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
    outlineStyle: "none",
    ":focus": {
      borderBlockEndColor: tokens.colorCompoundBrandStroke,
      boxShadow: `inset 0 -1px 0 ${tokens.colorCompoundBrandStroke}`,
    },
    "& ul": { listStyleType: "disc", paddingInlineStart: "24px" },
    "& ol": { listStyleType: "decimal", paddingInlineStart: "24px" },
  },
})

const FORMATTED = "b, strong, i, em, u, ul, ol"
type Command = "bold" | "italic" | "insertUnorderedList" | "insertOrderedList"

export interface EditedText {
  /** The editor's own HTML; null while nothing is formatted. */
  readonly html: string | null
  readonly text: string
}

export interface TextEditorProps {
  /** What stands there at first; later only what is typed counts. */
  readonly edited: EditedText
  readonly onChange: (edited: EditedText) => void
  /** Makes HTML of an earlier time harmless. */
  readonly harmless: (html: string) => DocumentFragment
  readonly autoFocus?: boolean
}

export function TextEditor({ edited, onChange, harmless, autoFocus = false }: TextEditorProps) {
  const styles = useStyles()
  const { compose } = useStrings()
  const box = useRef<HTMLDivElement>(null)
  const [first] = useState(edited)
  const [active, setActive] = useState<readonly Command[]>([])
  const label = useId()
  useEffect(() => {
    if (box.current !== null && box.current.textContent === "")
      box.current.append(...(first.html === null ? linesOf(first.text) : [harmless(first.html)]))
    if (autoFocus) box.current?.focus()
  }, [first, harmless, autoFocus])
  const read = useCallback(() => {
    const { current } = box
    if (current === null) return
    const isFormatted = current.querySelector(FORMATTED) !== null
    onChange({ html: isFormatted ? current.innerHTML : null, text: current.innerText.replaceAll("\u00a0", " ") })
  }, [onChange])
  const look = useCallback(() => {
    const commands: Command[] = ["bold", "italic", "insertUnorderedList", "insertOrderedList"]
    if (box.current?.contains(document.getSelection()?.anchorNode ?? null))
      setActive(commands.filter((command) => document.queryCommandState(command)))
  }, [])
  useEffect(() => {
    document.addEventListener("selectionchange", look)
    return () => document.removeEventListener("selectionchange", look)
  }, [look])
  const run = (command: Command) => {
    box.current?.focus()
    document.execCommand(command)
    look()
    read()
  }
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain")
    if (text === "") return
    event.preventDefault()
    document.execCommand("insertText", false, text)
  }
  const tool = (command: Command, text: string, icon: ReactElement) => (
    <Button
      appearance="subtle"
      icon={icon}
      aria-label={text}
      aria-pressed={active.includes(command)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => run(command)}
    />
  )
  return (
    <div className={styles.editor}>
      <Toolbar className={styles.tools} aria-label={compose.format.label}>
        {tool("bold", compose.format.bold, <TextBold20Regular />)}
        {tool("italic", compose.format.italic, <TextItalic20Regular />)}
        <Divider vertical className={styles.divider} />
        {tool("insertUnorderedList", compose.format.bullets, <TextBulletList20Regular />)}
        {tool("insertOrderedList", compose.format.numbers, <TextNumberListLtr20Regular />)}
      </Toolbar>
      <div
        ref={box}
        id={label}
        className={styles.text}
        role="textbox"
        aria-multiline
        aria-label={compose.text}
        contentEditable
        suppressContentEditableWarning
        tabIndex={0}
        onInput={read}
        onPaste={paste}
        onDrop={(event) => event.preventDefault()}
      />
    </div>
  )
}

function linesOf(text: string): Node[] {
  return text
    .split("\n")
    .flatMap((line, at) =>
      at === 0 ? [document.createTextNode(line)] : [document.createElement("br"), document.createTextNode(line)],
    )
}
