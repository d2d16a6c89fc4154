// SPDX-License-Identifier: MIT
import { useWords } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";

interface ListEmptyProps {
  thing: string;
  things: string;
  filtered: boolean;
  onClear(): void;
  onCreate?(): void;
}

export function ListEmpty({ thing, things, filtered, onClear, onCreate }: ListEmptyProps) {
  const t = useWords();
  if (filtered)
    return (
      <Empty kind="filtered" title={t("list.none_filtered", { things })} actions={<Button onPress={onClear}>{t("list.clear")}</Button>}>
        {t("list.none_filtered_help")}
      </Empty>
    );
  return (
    <Empty
      title={t("list.none", { things })}
      actions={
        onCreate && (
          <Button icon="add" onPress={onCreate}>
            {t("shell.new_thing", { thing })}
          </Button>
        )
      }
    >
      {onCreate ? t("list.none_help") : undefined}
    </Empty>
  );
}
