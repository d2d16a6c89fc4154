// SPDX-License-Identifier: MIT
import { zoneHere } from "../base/days.ts";
import { useTaste, useWorkplace } from "../base/workplace.tsx";
import { CheckField } from "../parts/field/check.tsx";
import { RadioField, SelectField } from "../parts/field/choice.tsx";
import { ComboField } from "../parts/field/combo.tsx";
import { FieldGrid } from "../parts/field/form.tsx";

const REGIONS = ["en-GB", "en-US", "en-IE", "de-DE", "de-AT", "de-CH", "fr-FR", "zh-CN", "zh-TW", "zh-HK"];

export function MyTaste() {
  const { words, preferences } = useWorkplace();
  const taste = useTaste();
  const region = new Intl.DisplayNames(words.language, { type: "language" });
  const zones = Intl.supportedValuesOf("timeZone");
  const find = async (text: string) =>
    zones
      .filter((zone) => zone.toLowerCase().replaceAll("_", " ").includes(text.toLowerCase()))
      .slice(0, 30)
      .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return (
    <FieldGrid>
      <RadioField
        label={words.word("shell.language")}
        value={words.language}
        onChange={(language) => void preferences.set({ language: language as "en" | "zh" })}
        options={[
          { value: "en", label: "English" },
          { value: "zh", label: "中文" },
        ]}
      />
      <RadioField
        label={words.word("shell.theme")}
        value={taste.theme ?? "system"}
        onChange={(theme) => void preferences.set({ theme: theme === "system" ? undefined : (theme as "light" | "dark") })}
        options={(["system", "light", "dark"] as const).map((theme) => ({ value: theme, label: words.word(`shell.theme_${theme}`) }))}
      />
      <SelectField
        label={words.word("me.region")}
        help={words.word("me.region_help")}
        value={taste.region ?? "browser"}
        onChange={(value) => void preferences.set({ region: value === "browser" || !value ? undefined : value })}
        options={[
          { value: "browser", label: words.word("me.as_browser") },
          ...REGIONS.map((value) => ({ value, label: region.of(value) ?? value })),
        ]}
      />
      <ComboField
        label={words.word("me.zone")}
        value={taste.zone ?? zoneHere()}
        known={{ value: taste.zone ?? zoneHere(), label: (taste.zone ?? zoneHere()).replaceAll("_", " ") }}
        onChange={(zone) => void preferences.set({ zone: zone ?? undefined })}
        find={find}
      />
      <RadioField
        label={words.word("me.density")}
        value={taste.density ?? "normal"}
        onChange={(density) => void preferences.set({ density: density === "compact" ? "compact" : undefined })}
        options={[
          { value: "normal", label: words.word("me.normal") },
          { value: "compact", label: words.word("me.compact") },
        ]}
      />
      <CheckField label={words.word("keys.single")} value={taste.keys ?? true} onChange={(keys) => void preferences.set({ keys })} />
    </FieldGrid>
  );
}
