/** Where the message is now, place by place: draft, server, recipients, ordinary e-mail. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { CloudArrowUp20Regular, DocumentEdit20Regular, Mail20Regular, People20Regular } from "@fluentui/react-icons"
import { useStrings } from "./provider.tsx"

export interface Places {
  readonly draft: string
  readonly server: string
  readonly recipients: string
  readonly mail: string
}
const useStyles = makeStyles({
  title: {
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    marginBlock: tokens.spacingVerticalM,
  },
  box: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusLarge,
  },
  row: { display: "grid", gridTemplateColumns: "20px minmax(0, 1fr)", columnGap: tokens.spacingHorizontalM },
  head: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase200 },
})
const rows = [
  ["draft", <DocumentEdit20Regular key="draft" />],
  ["server", <CloudArrowUp20Regular key="server" />],
  ["recipients", <People20Regular key="recipients" />],
  ["mail", <Mail20Regular key="mail" />],
] as const

export function PlaceList({ places }: { readonly places: Places }) {
  const styles = useStyles()
  const { where } = useStrings()
  return (
    <section data-places>
      <h2 className={styles.title}>{where.title}</h2>
      <div className={styles.box}>
        {rows.map(([name, icon]) => (
          <div key={name} className={styles.row} data-place={name}>
            <span aria-hidden>{icon}</span>
            <div>
              <h3 className={styles.head}>{where[name]}</h3>
              <p>{places[name]}</p>
            </div>
          </div>
        ))}
      </div>
    </section>
  )
}
