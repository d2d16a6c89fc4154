// SPDX-License-Identifier: MIT
import { useWords } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageHead } from "../parts/page.tsx";

export function NotFound() {
  const t = useWords();
  return (
    <>
      <PageHead title={t("shell.no_page")} focus />
      <Empty icon="search" title={t("shell.no_page_help")} actions={<Button href="/">{t("shell.to_home")}</Button>} />
    </>
  );
}
