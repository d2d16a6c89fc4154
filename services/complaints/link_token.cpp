// SPDX-License-Identifier: MIT
#include "services/complaints/link_token.hpp"

#include <sodium.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace rapport::complaints {
namespace {

constexpr std::size_t key_bytes = 32, id_bytes = 16, proof_bytes = 16;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
using Bytes = std::array<unsigned char, id_bytes + proof_bytes>;

}  // namespace

std::string LinkTokens::new_key() {
    std::array<unsigned char, key_bytes> key{};
    randombytes_buf(key.data(), key.size());
    std::string text(key_bytes * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
    text.pop_back();
    return text;
}

LinkTokens::LinkTokens(const std::string& key) : key_(key_bytes, '\0') {
    std::size_t read = 0;
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(key_.data()), key_.size(), key.data(), key.size(), nullptr,
                       &read, nullptr) != 0 ||
        read != key_bytes)
        throw std::logic_error("the key of links is no key");
}

std::string LinkTokens::token_for(const Uuid& id) const {
    Bytes bytes{};
    std::memcpy(bytes.data(), id.bytes.data(), id_bytes);
    crypto_generichash(bytes.data() + id_bytes, proof_bytes, bytes.data(), id_bytes,
                       reinterpret_cast<const unsigned char*>(key_.data()), key_.size());
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // the NUL
    return text;
}

std::optional<Uuid> LinkTokens::read(const std::string& token) const {
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

}  // namespace rapport::complaints
