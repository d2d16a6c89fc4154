// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

namespace rapport::kit {

/// Where a store is, taken apart: what the setting `store` says.
struct Dsn {
    /// Which engine keeps the store.
    enum class Engine : unsigned char { sqlite, postgresql };

    Engine engine = Engine::sqlite;
    std::string address;  ///< the file's path; or a connection string of PostgreSQL, `keyword='value' …`
    std::string schema;   ///< of PostgreSQL; empty: as the server has it

    /// The forms that there are, for messages.
    static constexpr std::string_view forms =
        "sqlite:PATH, postgresql:host=HOST dbname=NAME user=USER schema=SCHEMA, or "
        "postgresql://USER@HOST/NAME?schema=SCHEMA";

    /// Error(invalid_argument) that says what is wrong and which forms there are. It tells nothing of `text`, which may
    /// hold a password.
    static Dsn of(std::string_view text);

    /// What an engine says of this store, without the password, should it hold that.
    std::string without_secrets(std::string text) const;
};

}  // namespace rapport::kit
