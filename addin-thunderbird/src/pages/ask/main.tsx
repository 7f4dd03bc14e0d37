/** Who asks to read again. The address holds nothing. */
import { showPage } from "../parts/page.tsx"
import { AskPage } from "./ask-page.tsx"

void showPage(<AskPage />)
