// SPDX-License-Identifier: MIT
import { useTaste, useWorkplace } from "../base/workplace.tsx";
import { KeyHint } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { CheckField } from "../parts/field/check.tsx";

/// The keys of this page, and whether single ones do anything.
export default function KeySheet({ onClose }: { onClose(): void }) {
  const { keys, words, preferences } = useWorkplace();
  const taste = useTaste();
  return (
    <Dialog title={words.word("keys.title")} isOpen onClose={onClose} size="ask">
      <dl className="key-sheet">
        {keys.listed.map(({ keys: stroke, what }) => (
          <div key={stroke}>
            <dt>{words.word(what)}</dt>
            <dd>
              <KeyHint keys={stroke} />
            </dd>
          </div>
        ))}
      </dl>
      <CheckField label={words.word("keys.single")} value={taste.keys ?? true} onChange={(on) => void preferences.set({ keys: on })} />
    </Dialog>
  );
}
