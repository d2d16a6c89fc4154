// SPDX-License-Identifier: MIT
#include "services/kit/link_token.hpp"

#include <sodium.h>

#include <cstring>
#include <stdexcept>

namespace rapport::kit {
namespace {

constexpr std::size_t id_bytes = 16, proof_bytes = 16;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
using Bytes = std::array<unsigned char, id_bytes + proof_bytes>;

}  // namespace

std::string LinkKey::make() {
    std::array<unsigned char, 32> key{};
    randombytes_buf(key.data(), key.size());
    std::string text(key.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
    text.pop_back();
    return text;
}

LinkKey::LinkKey(const std::string& made) : key_{} {
    std::size_t read = 0;
    if (sodium_hex2bin(key_.data(), key_.size(), made.data(), made.size(), nullptr, &read, nullptr) != 0 ||
        read != key_.size())
        throw std::logic_error("the key of links is no key");
}

std::string LinkKey::token_for(const Uuid& id) const {
    Bytes bytes{};
    std::memcpy(bytes.data(), id.bytes.data(), id_bytes);
    crypto_generichash(bytes.data() + id_bytes, proof_bytes, bytes.data(), id_bytes, key_.data(), key_.size());
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // the NUL
    return text;
}

std::optional<Uuid> LinkKey::read(const std::string& token) const {
    Bytes bytes{};
    std::size_t read = 0;
    if (sodium_base642bin(bytes.data(), bytes.size(), token.data(), token.size(), nullptr, &read, nullptr, variant) !=
            0 ||
        read != bytes.size())
        return {};
    Uuid id;
    std::memcpy(id.bytes.data(), bytes.data(), id_bytes);
    const std::string right = token_for(id);
    if (right.size() != token.size() || sodium_memcmp(right.data(), token.data(), token.size()) != 0) return {};
    return id;
}

Route LinkTokens::route() { return once(table_, this, &LinkTokens::make_key); }

void LinkTokens::make_key(Unit& unit) {
    unit.db().run("insert into " + table_ + " (key) values (?)", {LinkKey::make()});
}

LinkKey LinkTokens::key(const View& view) const {
    const std::lock_guard lock(mutex_);
    if (!key_) key_.emplace(std::get<0>(view.db().row<std::string>("select key from " + table_).value()));
    return *key_;
}

}  // namespace rapport::kit
