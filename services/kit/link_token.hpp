// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <mutex>
#include <optional>
#include <string>

#include "services/kit/routes.hpp"

namespace rapport::kit {

/// Makes and reads the tokens of links for people outside: an id and proof that we made it, under a key of 32 bytes.
/// Nobody without the key can make one for another id.
class LinkKey {
public:
    /// 64 hexadecimal digits.
    static std::string make();
    /// Of what make() made; std::logic_error for any other text.
    explicit LinkKey(const std::string& made);

    std::string token_for(const Uuid& id) const;
    /// Nothing for a text that is no token of ours.
    std::optional<Uuid> read(const std::string& token) const;

private:
    std::array<unsigned char, 32> key_;
};

/// The links of a service for people outside, under one key that its store has from its beginning on. Thread-safe.
class LinkTokens {
public:
    /// `table` holds the key: `create table TABLE (key text not null)`.
    explicit LinkTokens(std::string table) : table_(std::move(table)) {}
    LinkTokens(const LinkTokens&) = delete;
    LinkTokens& operator=(const LinkTokens&) = delete;
    /// Makes the key of a new store.
    Route route();

    std::string token_for(const View& view, const Uuid& id) const { return key(view).token_for(id); }
    /// The entity behind a token, of a Table or of what finds as one does. not_found, naming the field `token`, for
    /// what is no link of ours to one of these, whether or not there is such a one.
    template <class Entities>
    auto behind(const View& view, const Entities& entities, const std::string& token) const {
        const auto id = key(view).read(token);
        auto entity = id ? entities.find(view, typename Entities::IdType(*id)) : std::nullopt;
        if (!entity) throw Error(Code::not_found, "token: there is nothing behind this link");
        return *std::move(entity);
    }

private:
    LinkKey key(const View& view) const;
    void make_key(Unit& unit);

    std::string table_;
    mutable std::mutex mutex_;
    mutable std::optional<LinkKey> key_;  ///< never changes while a store lives
};

}  // namespace rapport::kit
