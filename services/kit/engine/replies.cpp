// SPDX-License-Identifier: MIT
#include "services/kit/engine/replies.hpp"

#include <sodium.h>

#include <array>

namespace rapport::kit {
namespace {

constexpr std::chrono::hours kept{7 * 24};
constexpr std::int64_t portion = 500;

std::string digest(std::initializer_list<std::string_view> parts) {
    crypto_generichash_state state;
    std::array<unsigned char, 16> out;
    crypto_generichash_init(&state, nullptr, 0, out.size());
    for (const std::string_view part : parts) {
        const std::uint64_t size = part.size();  // so that ("ab", "c") is not ("a", "bc")
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    crypto_generichash_final(&state, out.data(), out.size());
    std::string text(out.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), out.data(), out.size());
    text.pop_back();
    return text;
}

}  // namespace

std::string Replies::key_of(std::string_view actor, std::string_view method, std::string_view idem) {
    return digest({actor, method, idem});
}

std::optional<std::string> Replies::claim(Db& db, const std::string& key, const Asked& asked, Instant now) {
    const std::string arguments = digest({asked.meaning});
    // On PostgreSQL two with one key may run at once. The row comes first there, so that the second waits for the
    // first.
    if (db.dialect() == Db::Dialect::postgresql &&
        db.run("insert into kit_replies (key, arguments, result, stored) values (?, ?, '', ?) on conflict do nothing",
               {key, arguments, now}) == 1)
        return {};
    const auto row = db.row<std::string, std::string>("select arguments, result from kit_replies where key = ?", {key});
    if (!row) return {};
    // A canonical form is read as what it is the form of, so bytes that equal one ask the same.
    if (std::get<0>(*row) != arguments && std::get<0>(*row) != digest({asked.bytes}))
        throw Error(Code::invalid_argument, "Idempotency-Key: was used before with other arguments; make a new one");
    return from_json(std::get<1>(*row));
}

void Replies::store(Db& db, const std::string& key, const Asked& asked, std::string_view result, Instant now) {
    db.run(
        "insert into kit_replies (key, arguments, result, stored) values (?, ?, ?, ?) "
        "on conflict (key) do update set result = excluded.result",
        {key, digest({asked.meaning}), to_json(result), now});
}

bool Replies::forget_old(Db& db, Instant now) {
    const auto forgotten =
        db.run("delete from kit_replies where key in (select key from kit_replies where stored < ? limit ?)",
               {now - kept, portion});
    return forgotten == portion;
}

}  // namespace rapport::kit
