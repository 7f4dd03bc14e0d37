import { showPage } from "../parts/page.tsx"
import { OptionsPage } from "./options-page.tsx"

void showPage(<OptionsPage />)
