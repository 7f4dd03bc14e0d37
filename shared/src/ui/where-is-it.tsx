/** One sentence is always on the screen: where the text is now. */
import { makeStyles, tokens } from "@fluentui/react-components"
import {
  ArrowSync20Regular,
  CloudArrowUp20Regular,
  CloudCheckmark20Regular,
  DocumentEdit20Regular,
} from "@fluentui/react-icons"
import { useFormats, useStrings } from "./provider.tsx"

export type Place =
  /** Only in the draft of a mail program; `note` admits what the program does by itself. */
  | { readonly at: "draft"; readonly note?: string }
  | { readonly at: "page" }
  /** Saved as a draft, locked for its author. */
  | { readonly at: "drafts" }
  /** The same, but the newest state of it only on this device. */
  | { readonly at: "device" }
  /** Bytes that the server holds, locked, nothing handed over. */
  | { readonly at: "partly"; readonly done: number; readonly of: number }
  | { readonly at: "unknown" }

const useStyles = makeStyles({
  title: {
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalS,
  },
  box: {
    display: "grid",
    gridTemplateColumns: "20px 1fr",
    columnGap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { fontWeight: tokens.fontWeightSemibold },
  line: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

function useSentences(place: Place): { head: string; text: string } {
  const { where } = useStrings()
  const formats = useFormats()
  switch (place.at) {
    case "draft":
      return {
        head: where.onlyDraft,
        text: [place.note, where.nothingServer, where.nobodyNotified, where.nothingSent].filter(Boolean).join(" "),
      }
    case "page":
      return { head: where.onlyPage, text: where.onlyPageText }
    case "drafts":
      return { head: where.inDrafts, text: where.inDraftsText }
    case "device":
      return { head: where.onDevice, text: where.onDeviceText }
    case "partly":
      return {
        head: where.server,
        text: `${where.partOnServer(formats.size(place.done), formats.size(place.of))} ${where.nobodyNotified}`,
      }
    case "unknown":
      return { head: where.server, text: where.unknown }
  }
}

const icons = {
  draft: <DocumentEdit20Regular />,
  page: <DocumentEdit20Regular />,
  drafts: <DocumentEdit20Regular />,
  device: <DocumentEdit20Regular />,
  partly: <CloudArrowUp20Regular />,
  unknown: <ArrowSync20Regular />,
}

export function WhereIsIt({ place, isCompact = false }: { readonly place: Place; readonly isCompact?: boolean }) {
  const styles = useStyles()
  const { where } = useStrings()
  const sentences = useSentences(place)
  if (isCompact) return <p className={styles.line}>{sentences.text}</p>
  return (
    <section>
      <h2 className={styles.title}>{where.title}</h2>
      <div className={styles.box}>
        <span aria-hidden>{icons[place.at]}</span>
        <div>
          <p className={styles.head}>{sentences.head}</p>
          <p>{sentences.text}</p>
        </div>
      </div>
    </section>
  )
}

/** The line after a hand-over. */
export function HandedOver({ text }: { readonly text: string }) {
  const styles = useStyles()
  return (
    <div className={styles.box}>
      <CloudCheckmark20Regular aria-hidden />
      <p className={styles.head}>{text}</p>
    </div>
  )
}
