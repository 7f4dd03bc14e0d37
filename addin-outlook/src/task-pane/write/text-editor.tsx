/** The text with bold, italic and lists. What is pasted comes in as plain text: no foreign HTML enters the pane. */
import { Button, makeStyles, Toolbar, tokens } from "@fluentui/react-components"
import { TextBold20Regular, TextBulletList20Regular, TextItalic20Regular } from "@fluentui/react-icons"
import { editableText } from "@smp/shared/read/render"
import { useStrings } from "@smp/shared/ui"
import { useEffect, useRef, useState } from "react"
import type { ClipboardEvent, ReactElement } from "react"
import type { EditedText } from "./write-state.ts"

const useStyles = makeStyles({
  tools: { paddingInline: 0, paddingBlock: 0, minHeight: "32px" },
  text: {
    minHeight: "180px",
    padding: tokens.spacingHorizontalM,
    overflowWrap: "anywhere",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBlockEndColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
    outlineStyle: "none",
    ":focus": { boxShadow: `inset 0 -1px 0 ${tokens.colorCompoundBrandStroke}` },
    "& ul": { listStyleType: "disc", paddingInlineStart: "24px" },
  },
})
type Command = "bold" | "italic" | "insertUnorderedList"

export function TextEditor({
  edited,
  onChange,
}: {
  readonly edited: EditedText
  readonly onChange: (text: EditedText) => void
}) {
  const styles = useStyles()
  const { compose } = useStrings()
  const box = useRef<HTMLDivElement>(null)
  const [first] = useState(edited)
  useEffect(() => {
    if (box.current !== null && box.current.textContent === "")
      box.current.append(...(first.html === null ? linesOf(first.text) : [editableText(first.html)]))
  }, [first])
  const read = () => {
    const { current } = box
    if (current === null) return
    const isFormatted = current.querySelector("b, strong, i, em, u, ul, ol") !== null
    onChange({ html: isFormatted ? current.innerHTML : null, text: current.innerText.replaceAll("\u00a0", " ") })
  }
  const run = (command: Command) => {
    box.current?.focus()
    document.execCommand(command)
    read()
  }
  const paste = (event: ClipboardEvent) => {
    event.preventDefault()
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"))
  }
  const tool = (command: Command, text: string, icon: ReactElement) => (
    <Button
      appearance="subtle"
      icon={icon}
      aria-label={text}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => run(command)}
    />
  )
  return (
    <div>
      <Toolbar className={styles.tools} aria-label={compose.format.label}>
        {tool("bold", compose.format.bold, <TextBold20Regular />)}
        {tool("italic", compose.format.italic, <TextItalic20Regular />)}
        {tool("insertUnorderedList", compose.format.bullets, <TextBulletList20Regular />)}
      </Toolbar>
      <div
        ref={box}
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
