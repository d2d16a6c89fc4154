// SPDX-License-Identifier: MIT
import { useWorkplace } from "../base/workplace.tsx";

/// Drafts stay with their owner on this device; nothing else does.
export function useSignOut(): () => Promise<void> {
  const { client, events } = useWorkplace();
  return async () => {
    events.close();
    try {
      await client.ask("gateway_sign_out");
    } finally {
      window.location.assign("/");
    }
  };
}
