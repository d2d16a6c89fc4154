// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// The replies to commands with an idempotency key, so that the same key has one effect. Kept 7 days.
class Replies {
public:
    /// What a command was asked: in its canonical form, and as it came.
    struct Asked {
        std::string meaning;
        std::string_view bytes;
    };

    /// What tells one command from another: who asked, for what, under which key.
    static std::string key_of(std::string_view actor, std::string_view method, std::string_view idem);

    /// Before the command runs: the stored result (MessagePack), or nothing, and then it is this transaction's to
    /// store. Another transaction with the same key is waited for. invalid_argument if the key was used to ask
    /// something else. Replies of earlier versions, which know the bytes of the request alone, are for the same bytes.
    static std::optional<std::string> claim(Db& db, const std::string& key, const Asked& asked, Instant now);
    static void store(Db& db, const std::string& key, const Asked& asked, std::string_view result, Instant now);
    /// Forgets a portion of those that are too old, so that nobody waits for long. Returns whether more may be there.
    static bool forget_old(Db& db, Instant now);
};

}  // namespace rapport::kit
